import { expect, test } from "vitest";
import { createThrottle } from "../../../main/desktop/app/throttle.ts";
import { FakeClock } from "../fake-clock.ts";

function begin() {
  const clock = new FakeClock();
  const acts: number[] = [];
  return { clock, acts, throttle: createThrottle(clock, 100, () => acts.push(clock.elapsed)) };
}

test("throttle - the first act is at once, what is asked for soon after comes when its time is over", async () => {
  const { clock, acts, throttle } = begin();
  for (const _ of [1, 2, 3]) throttle.soon();
  expect(acts).toEqual([]); // together with everything of the same turn
  await clock.pass(30);
  throttle.soon();
  throttle.soon();
  await clock.pass(1_000);
  throttle.soon();
  await clock.pass(0);
  expect(acts).toEqual([0, 100, 1_030]);
});

test("throttle - a clock that is set back delays nothing for long", async () => {
  const { clock, acts, throttle } = begin();
  throttle.soon();
  await clock.pass(10);
  clock.jump(-3_600_000);
  throttle.soon();
  await clock.pass(100);
  expect(acts).toEqual([0, 110]);
});

test("throttle - stopped it acts no more, not even on what was asked for", async () => {
  const { clock, acts, throttle } = begin();
  throttle.soon();
  throttle.stop();
  throttle.soon();
  await clock.pass(1_000);
  expect(acts).toEqual([]);
});
