import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Dials,
  delayOf,
  FIRST_DIALS,
  failed,
  lostAfter,
  mayBeRestart,
  patienceOf,
  right,
} from "../../../main/core/feed/dials.ts";
import type { DialFailure } from "../../../main/core/feed/link.ts";

/** After a connection that was good. */
const GOOD = lostAfter(right(FIRST_DIALS), 60_000, true);
const REFUSED: DialFailure = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED", isDown: true };
const SILENT: DialFailure = { kind: "lost", cause: "no-answer", detail: "timeout" };

function after(dials: Dials, ...failures: readonly (readonly [DialFailure, number])[]): Dials {
  return failures.reduce((before, [failure, took]) => failed(before, took, failure), dials);
}

test("dials - after a loss everybody dials within a second", () => {
  expect(delayOf(GOOD).to).toBeLessThan(1_000);
  expect(delayOf(FIRST_DIALS)).toEqual(delayOf(GOOD));
});

test("dials - one server of a cluster is gone: another one is looked at soon; does none run there either, there is no hurry", () => {
  expect(delayOf(GOOD, true).to).toBeLessThan(delayOf(GOOD).to);
  expect(delayOf(failed(GOOD, 1, REFUSED, true)).from).toBeGreaterThanOrEqual(1_000);
  for (const [failure, isLook] of [
    [REFUSED, false],
    [{ ...REFUSED, isDown: false }, true],
    [SILENT, true],
  ] as const)
    expect(delayOf(failed(GOOD, 1, failure, isLook))).toEqual(delayOf(after(GOOD, [REFUSED, 1])));
});

test("dials - a look that is not answered in time does not put off the dial of the other servers", () => {
  expect(delayOf(failed(GOOD, 6_000, SILENT, true)).to).toBeLessThan(2_000);
});

test("dials - the longer the outage, the more the apps spread; half a minute is never waited", () => {
  const refused = Array.from({ length: 20 }, () => [REFUSED, 1] as const);
  const spreads = refused.map((_, times) => delayOf(after(GOOD, ...refused.slice(0, times))));
  const widths = spreads.map(({ from, to }) => to - from);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect(widths.at(-1)).toBeGreaterThan(5_000);
  expect(Math.max(...spreads.map(({ to }) => to))).toBeLessThan(30_000);
});

test("dials - a server that does not answer in time is given twice as long, and the wait is as long as the dial was", () => {
  const patience = patienceOf(GOOD, true);
  const one = after(GOOD, [SILENT, patience]);
  expect(patienceOf(one, true)).toBe(2 * patience);
  expect(delayOf(one)).toEqual({ from: patience / 2, to: 1.5 * patience });
  expect(patienceOf(after(GOOD, [REFUSED, 1]), true)).toBe(patience);
});

test("dials - the only server is given longer, but not at the start, when the person waits to hear what is wrong", () => {
  expect(patienceOf(GOOD, false)).toBeGreaterThan(patienceOf(GOOD, true));
  expect(patienceOf(FIRST_DIALS, false)).toBe(patienceOf(FIRST_DIALS, true));
});

test("dials - a server that ends each connection at once, or before everything was read, is dialled less and less often", () => {
  for (const [age, isRead] of [
    [500, true],
    [60_000, false],
    [-60_000, true], // the clock was set back
  ] as const) {
    let dials = GOOD;
    for (let times = 0; times < 5; times++) dials = lostAfter(right(dials), age, isRead);
    expect(delayOf(dials).from).toBeGreaterThan(3_000);
    expect(delayOf(lostAfter(dials, 60_000, true))).toEqual(delayOf(GOOD));
  }
});

test("dials - a cause is told after some failures, because most losses are restarts; at the start at once", () => {
  expect(mayBeRestart(FIRST_DIALS)).toBe(false);
  expect(mayBeRestart(after(GOOD, [REFUSED, 1]))).toBe(true);
  const many = Array.from({ length: 4 }, () => [REFUSED, 1] as const);
  expect(mayBeRestart(after(GOOD, ...many))).toBe(false);
});

test("dials - whatever fails and however the clock is set, every wait and every patience is within bounds", () => {
  const failure = fc.tuple(fc.constantFrom(REFUSED, SILENT), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(failure, { maxLength: 100 }), fc.boolean(), (failures, hasCopies) => {
      const dials = after(GOOD, ...failures);
      const { from, to } = delayOf(dials);
      expect(from).toBeGreaterThanOrEqual(250);
      expect(to).toBeLessThanOrEqual(60_000);
      expect(to).toBeGreaterThan(from);
      expect(patienceOf(dials, hasCopies)).toBeGreaterThanOrEqual(3_000);
      expect(patienceOf(dials, hasCopies)).toBeLessThanOrEqual(60_000);
    }),
  );
});
