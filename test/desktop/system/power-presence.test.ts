import { EventEmitter } from "node:events";
import type { PowerMonitor } from "electron";
import { beforeEach, expect, test } from "vitest";
import type { Presence } from "../../../main/core/attention/attention.ts";
import { watchPresence } from "../../../main/desktop/system/presence.ts";
import { FakeClock } from "../fake-clock.ts";

/** The reports of the power monitor on Windows and macOS. */

let monitor: EventEmitter;
let state: "active" | "locked";
let clock: FakeClock;
let told: boolean[];
let stop: () => void;

beforeEach(() => {
  monitor = new EventEmitter();
  state = "active";
  clock = new FakeClock();
  told = [];
});

function watch(platform: NodeJS.Platform): void {
  const power = Object.assign(monitor, { getSystemIdleState: () => state }) as unknown as PowerMonitor;
  const none = { session: Promise.resolve(undefined), system: Promise.resolve(undefined) };
  stop = watchPresence(platform, none, clock, power, ({ isLocked }: Presence) => told.push(isLocked));
}

for (const platform of ["win32", "darwin"] as const) {
  test(`presence - on ${platform} the lock is told as it changes`, () => {
    watch(platform);
    expect(told).toEqual([]);
    monitor.emit("lock-screen");
    monitor.emit("lock-screen");
    monitor.emit("unlock-screen");
    expect(told).toEqual([true, false]);
    stop();
    monitor.emit("lock-screen");
    expect(told).toEqual([true, false]);
  });

  test(`presence - on ${platform} an app that is started behind a locked screen knows it`, () => {
    state = "locked";
    watch(platform);
    expect(told).toEqual([true]);
    monitor.emit("unlock-screen");
    expect(told).toEqual([true, false]);
  });

  test(`presence - on ${platform} what was no lock, though it looked like one while the computer logged in, ends without an event`, async () => {
    state = "locked";
    watch(platform);
    await clock.pass(60_000);
    expect(told).toEqual([true]);
    state = "active";
    await clock.pass(60_000);
    expect(told).toEqual([true, false]);
  });

  test(`presence - on ${platform} a lock that an event told of ends by an event`, async () => {
    state = "locked";
    watch(platform);
    monitor.emit("lock-screen");
    state = "active";
    await clock.pass(60_000);
    expect(told).toEqual([true]);
    stop();
    expect(clock.pending).toBe(0);
  });
}
