import { EventEmitter } from "node:events";
import type { PowerMonitor } from "electron";
import { expect, test } from "vitest";
import { ONE_WAKING, onWake } from "../../../main/desktop/system/wake-watch.ts";
import { FakeClock } from "../fake-clock.ts";

test("waking - what arrives twice is one waking, and the next is told again", async () => {
  const monitor = new EventEmitter();
  const clock = new FakeClock();
  let wakings = 0;
  const undo = onWake(monitor as unknown as PowerMonitor, clock, () => wakings++);
  monitor.emit("resume");
  monitor.emit("resume");
  clock.jump(-3_600_000); // a clock that is put right on waking
  await clock.pass(ONE_WAKING);
  expect(wakings).toBe(1);
  monitor.emit("unlock-screen");
  await clock.pass(ONE_WAKING);
  expect(wakings).toBe(2);
  monitor.emit("resume");
  undo();
  monitor.emit("resume");
  await clock.pass(ONE_WAKING);
  expect(wakings).toBe(2);
});
