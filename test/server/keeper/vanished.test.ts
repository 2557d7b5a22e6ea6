import { expect, test } from "vitest";
import { deliveryIn, Vanished } from "../../../main/server/keeper/vanished.ts";

test("vanished - a gap between two deliveries that follow each other is counted once", () => {
  const vanished = new Vanished({ delivery: 10, sequence: 100 });
  expect(vanished.before({ delivery: 11, sequence: 101 }, true)).toBe(0);
  expect(vanished.before({ delivery: 12, sequence: 105 }, true)).toBe(3);
  expect(vanished.before({ delivery: 13, sequence: 90 }, false)).toBe(0); // comes again
  expect(vanished.before({ delivery: 14, sequence: 106 }, true)).toBe(0);
});

test("vanished - what another keeper had is not counted", () => {
  const vanished = new Vanished({ delivery: 10, sequence: 100 });
  expect(vanished.before({ delivery: 14, sequence: 105 }, true)).toBe(0);
  expect(vanished.before({ delivery: 15, sequence: 107 }, true)).toBe(1);
});

test("vanished - without a beginning the first message is one", () => {
  const vanished = new Vanished(undefined);
  expect(vanished.before({ delivery: 4, sequence: 50 }, true)).toBe(0);
  expect(vanished.before({ delivery: 5, sequence: 52 }, true)).toBe(1);
});

test("vanished - what a new leader delivers again is not counted", () => {
  const vanished = new Vanished({ delivery: 10, sequence: 100 });
  expect(vanished.before({ delivery: 11, sequence: 92 }, true)).toBe(0);
  expect(vanished.before({ delivery: 12, sequence: 96 }, true)).toBe(0);
  expect(vanished.before({ delivery: 13, sequence: 101 }, true)).toBe(0);
});

test.each([
  ['{"delivered":{"consumer_seq":3,"stream_seq":7}}', { delivery: 3, sequence: 7 }],
  ['{"error":{"code":404}}', undefined],
  ['{"delivered":{"consumer_seq":"3"}}', undefined],
  ["", undefined],
])("vanished - of %s", (info, expected) => {
  expect(deliveryIn(Buffer.from(info))).toEqual(expected);
});
