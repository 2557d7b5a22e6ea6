import { EventEmitter } from "node:events";
import { beforeEach, expect, test, vi } from "vitest";
import type { Presence } from "../../../main/core/attention/attention.ts";
import { FakeClock } from "../fake-clock.ts";

const monitor = Object.assign(new EventEmitter(), { getSystemIdleState: vi.fn() });
vi.mock("electron", () => ({ powerMonitor: monitor }));
const { watchPresence } = await import("../../../main/desktop/surroundings/presence.ts");

/** Windows and macOS, whose lock Electron tells of. */

const LOCKED: Presence = { isLocked: true, isPresenting: false };
const HERE: Presence = { isLocked: false, isPresenting: false };

let told: Presence[];
beforeEach(() => {
  told = [];
  monitor.removeAllListeners();
});

function watch(platform: NodeJS.Platform): () => void {
  const none = Promise.resolve(undefined);
  return watchPresence(platform, { session: none, system: none }, new FakeClock(), (now) => told.push(now));
}

test.each(["win32", "darwin"] as const)(
  "presence - %s is asked at the start, not only listened to",
  (platform) => {
    monitor.getSystemIdleState.mockReturnValue("locked");
    const stop = watch(platform);
    expect(told).toEqual([LOCKED]);
    monitor.emit("lock-screen");
    monitor.emit("unlock-screen");
    expect(told).toEqual([LOCKED, HERE]);
    stop();
    monitor.emit("lock-screen");
    expect(told).toHaveLength(2);
  },
);

test.each(["active", "idle", "unknown"])(
  "presence - a screen that is %s at the start is no locked one",
  (state) => {
    monitor.getSystemIdleState.mockReturnValue(state);
    watch("win32");
    expect(told).toEqual([]);
    monitor.emit("lock-screen");
    expect(told).toEqual([LOCKED]);
  },
);
