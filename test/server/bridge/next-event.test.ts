import { expect, test } from "vitest";
import { type Asked, nextEvent } from "../../../main/server/bridge/next-event.ts";
import { eventOf } from "../../contract/events.ts";

const NOW = Date.UTC(2026, 10, 28, 5);
const HOUR = 3_600_000;
const address = { user: "hong.gd", service: "hr-leave" };
const held = eventOf({ count: 3, sequence: 7n, epoch: 2, occurredAt: NOW - 5 * HOUR });
const unsureHeld = { ...held, unsureSince: NOW - HOUR };
const count = (number: number): Asked => ({ kind: "count", count: number });
const UNSURE: Asked = { kind: "unsure" };

test("bridge - the first count is sent, and a count of nothing is not made up", () => {
  expect(nextEvent(address, undefined, count(0), undefined, NOW)).toMatchObject({
    count: 0,
    occurredAt: NOW,
  });
  expect(nextEvent(address, undefined, UNSURE, undefined, NOW)).toBeUndefined();
});

test("bridge - only a change is sent, with a larger number of the same epoch", () => {
  expect(nextEvent(address, held, count(3), NOW, NOW)).toBeUndefined();
  const changed = nextEvent(address, held, count(0), NOW, NOW);
  expect(changed).toEqual({ ...address, epoch: 2, sequence: BigInt(NOW), count: 0, occurredAt: NOW });
  const ahead = { ...held, sequence: BigInt(NOW) + 60_000n };
  expect(nextEvent(address, ahead, count(4), NOW, NOW)?.sequence).toBe(BigInt(NOW) + 60_001n);
});

test("bridge - what is not sure is said once, with the last count, its time and its last confirmation", () => {
  expect(nextEvent(address, held, UNSURE, NOW - HOUR, NOW)).toMatchObject({
    count: 3,
    occurredAt: held.occurredAt,
    unsureSince: NOW - HOUR,
  });
  expect(nextEvent(address, held, UNSURE, undefined, NOW)?.unsureSince).toBe(NOW);
  expect(nextEvent(address, unsureHeld, UNSURE, NOW - HOUR, NOW)).toBeUndefined();
});

test("bridge - the same count after that is said again, as sure", () => {
  const sure = nextEvent(address, unsureHeld, count(3), NOW, NOW);
  expect(sure).toMatchObject({ count: 3, occurredAt: held.occurredAt });
  expect(sure).not.toHaveProperty("unsureSince");
});
