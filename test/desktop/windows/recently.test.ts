import { expect, test } from "vitest";
import { createRecently } from "../../../main/desktop/windows/recently.ts";
import { FakeClock } from "../fake-clock.ts";

test("recently - holds for its time and no longer, from the last time that it happened", async () => {
  const clock = new FakeClock();
  const blurred = createRecently(clock, 300);
  expect(blurred.isSo()).toBe(false);
  blurred.mark();
  await clock.pass(200);
  blurred.mark();
  await clock.pass(299);
  expect(blurred.isSo()).toBe(true);
  await clock.pass(1);
  expect(blurred.isSo()).toBe(false);
});

test("recently - a clock that is set back or forward in between changes nothing", async () => {
  for (const jump of [-3_600_000, 3_600_000]) {
    const clock = new FakeClock();
    const blurred = createRecently(clock, 300);
    blurred.mark();
    clock.jump(jump);
    expect(blurred.isSo()).toBe(true);
    await clock.pass(300);
    expect(blurred.isSo(), `set by ${jump}`).toBe(false);
  }
});

test("recently - what is forgotten leaves no timer behind", () => {
  const clock = new FakeClock();
  const blurred = createRecently(clock, 300);
  blurred.mark();
  blurred.forget();
  expect([blurred.isSo(), clock.pending]).toEqual([false, 0]);
});
