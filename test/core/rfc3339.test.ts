import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRfc3339 } from "../../main/core/rfc3339.ts";

test.each([
  ["2026-11-22T14:00:00+09:00", Date.UTC(2026, 10, 22, 5)],
  ["2026-11-22t05:00:00.5z", Date.UTC(2026, 10, 22, 5, 0, 0, 500)],
  ["2026-11-22T05:00:00.123456789-00:30", Date.UTC(2026, 10, 22, 5, 30, 0, 123)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1)],
])("rfc3339 - %s is read", (text, time) => {
  expect(parseRfc3339(text)).toBe(time);
});

test.each([
  "2026-11-22",
  "2026-11-22T14:00:00",
  "2026-11-22 14:00:00Z",
  "2026-02-29T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-11-22T24:00:00Z",
  "2026-11-22T14:60:00Z",
  "2026-11-22T14:00:61Z",
  "2026-11-22T14:00:00+24:00",
  "2026-11-22T14:00Z",
  "9999-12-31T23:59:59-00:01",
  "0000-01-01T00:00:00+00:01",
  "",
])("rfc3339 - %j is refused", (text) => {
  expect(parseRfc3339(text)).toBeUndefined();
});

test("rfc3339 - agrees with the platform on every ordinary time", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253402300799999 }), (time) => {
      expect(parseRfc3339(new Date(time).toISOString())).toBe(time);
    }),
  );
});
