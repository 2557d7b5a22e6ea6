import { expect, test } from "vitest";
import type { Due, Timer } from "../../../main/core/feed/timer.ts";
import { keepTimers } from "../../../main/desktop/broker/timers.ts";
import { FakeClock } from "../fake-clock.ts";

const DIAL: Timer = { delay: 100, due: { kind: "dial" } };
const READ: Timer = { delay: 300, due: { kind: "read-soon" } };

test("timers - one that stays runs on, one that is new is set, one that is gone is cancelled", async () => {
  const clock = new FakeClock();
  const reached: [Due["kind"], number][] = [];
  const timers = keepTimers(clock, ({ kind }) => reached.push([kind, clock.elapsed]));
  timers.keep(new Map([["dial", DIAL]]));
  await clock.pass(50);
  timers.keep(
    new Map([
      ["dial", DIAL],
      ["read", READ],
    ]),
  );
  await clock.pass(50);
  expect(reached).toEqual([["dial", 100]]);
  timers.keep(new Map([["read", READ]]));
  timers.keep(new Map([["read", { ...READ }]])); // set again
  await clock.pass(300);
  expect(reached.at(-1)).toEqual(["read-soon", 400]);
  timers.keep(new Map([["dial", DIAL]]));
  timers.keep(new Map());
  expect(clock.pending).toBe(0);
});
