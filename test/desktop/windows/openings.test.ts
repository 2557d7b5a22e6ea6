import fc from "fast-check";
import { expect, test } from "vitest";
import { createOpenings } from "../../../main/desktop/windows/openings.ts";
import { FakeClock } from "../fake-clock.ts";

test("openings - three in a second, and the fourth when the first is a second old", async () => {
  const clock = new FakeClock();
  const openings = createOpenings(clock);
  const ask = () => openings.mayOpen();
  expect([ask(), ask(), ask(), ask(), ask()]).toEqual([true, true, true, false, false]);
  await clock.pass(999);
  expect(ask()).toBe(false);
  await clock.pass(1);
  expect(ask()).toBe(true);
});

test("openings - however a page asks and the PC's clock is set, no second has more than three", async () => {
  const step = fc.record({
    pass: fc.integer({ min: 0, max: 700 }),
    jump: fc.integer({ min: -9e6, max: 9e6 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = new FakeClock();
      const openings = createOpenings(clock);
      const opened: number[] = [];
      for (const { pass, jump } of steps) {
        await clock.pass(pass);
        clock.jump(jump);
        const inLastSecond = opened.filter((at) => clock.elapsed - at < 1_000).length;
        const may = openings.mayOpen();
        expect(may).toBe(inLastSecond < 3);
        if (may) opened.push(clock.elapsed);
      }
    }),
  );
});

test("openings - what is forgotten leaves no timer behind", () => {
  const clock = new FakeClock();
  const openings = createOpenings(clock);
  openings.mayOpen();
  openings.forget();
  expect(clock.pending).toBe(0);
});
