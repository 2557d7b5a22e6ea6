import fc from "fast-check";
import { expect, test } from "vitest";
import { firstPace, lateAfter, quicker, slower, timeoutOf } from "../../../main/core/feed/pace.ts";

test("pace - an answer opens the window by one, and a missing one halves it", () => {
  const pace = firstPace(0);
  expect(pace.window).toBe(32);
  expect(quicker(pace, 5).window).toBe(33);
  expect(slower(slower(pace)).window).toBe(8);
});

test("pace - a slow server is given more time, and what was asked again up to four times as much", () => {
  const quick = firstPace(20);
  const late = [1, 2, 3, 4].map((asks) => lateAfter(quick, asks, "served"));
  expect(late).toEqual([1_000, 2_000, 4_000, 4_000]);
  expect(timeoutOf(quick, 8_000)).toBe(8_000);
  const slow = quicker(quick, 4_000);
  expect(lateAfter(slow, 1, "served")).toBe(8_000);
  expect(timeoutOf(slow, 8_000)).toBe(16_000);
});

test("pace - while a stream has no leader, one get looks for it every other second, or seldom where the election is heard", () => {
  const late = (stream: "looks" | "hears"): number[] =>
    [1, 2, 3, 9].map((asks) => lateAfter(firstPace(5_000), asks, stream));
  expect(late("looks")).toEqual([1_000, 2_000, 2_000, 2_000]);
  expect(late("hears")).toEqual([10_000, 10_000, 10_000, 10_000]);
});

test("pace - whatever the server does and however the clock is set: one get may always be asked, and no wait is longer than minutes", () => {
  const event = fc.oneof(fc.constant("slower" as const), fc.double({ noDefaultInfinity: true, noNaN: true }));
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.array(event), fc.nat({ max: 50 }), (took, events, asks) => {
      let pace = firstPace(took);
      for (const each of events) {
        const next = each === "slower" ? slower(pace) : quicker(pace, each);
        expect(next.window).toBeLessThanOrEqual(pace.window + 1);
        pace = next;
      }
      expect(pace.window).toBeGreaterThanOrEqual(1);
      expect(pace.window).toBeLessThanOrEqual(256);
      expect(lateAfter(pace, asks, "served")).toBeGreaterThanOrEqual(1_000);
      expect(timeoutOf(pace, 8_000)).toBeGreaterThanOrEqual(8_000);
      expect(timeoutOf(pace, 8_000)).toBeLessThanOrEqual(60_000);
    }),
  );
});
