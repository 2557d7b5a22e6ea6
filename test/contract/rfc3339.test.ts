import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRfc3339 } from "../../main/contract/rfc3339.ts";
import { times } from "../sample.ts";

test.each([
  ["2026-11-22T14:00:00+09:00", Date.UTC(2026, 10, 22, 5)],
  ["2026-11-22t05:00:00.5z", Date.UTC(2026, 10, 22, 5, 0, 0, 500)],
  ["2026-11-22T05:00:00.123456789-00:30", Date.UTC(2026, 10, 22, 5, 30, 0, 123)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["2000-02-29T12:00:00.07Z", Date.UTC(2000, 1, 29, 12, 0, 0, 70)],
  ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1)],
  ["0050-01-01T00:00:00Z", Date.parse("0050-01-01T00:00:00Z")],
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
  "2026-11-22T14:00:00.Z",
  "2026-11-22T14:00:00.1234567890Z",
  "2026-11-22T14:00:00,5Z",
  "2026-11-22T14:00:00+0900",
  "2026-11-22T14:00:00+09:60",
  "2026-11-22T14:00:00*09:00",
  "2026-11-22T14:00:00+09:00x",
  "2026-11-22T14:00:00Z ",
  "2026-11-22T14:00:00",
  "2026-11-31T14:00:00Z",
  "2026-00-22T14:00:00Z",
  "2026-11-00T14:00:00Z",
  "1900-02-29T00:00:00Z",
  "2026-1a-22T14:00:00Z",
  "20\u0662\u0666-11-22T14:00:00Z",
  "9999-12-31T23:59:59-00:01",
  "0000-01-01T00:00:00+00:01",
  "",
])("rfc3339 - %j is refused", (text) => {
  expect(parseRfc3339(text)).toBeUndefined();
});

test("rfc3339 - agrees with the platform on every ordinary time", () => {
  fc.assert(
    fc.property(fc.integer({ min: -62167219200000, max: 253402300799999 }), (time) => {
      expect(parseRfc3339(new Date(time).toISOString())).toBe(time);
    }),
  );
});

test("rfc3339 - one sign changed anywhere is read as the platform and the grammar together read it", () => {
  const grammar =
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
  const texts = fc.constantFrom(
    "2026-11-22T14:00:00+09:00",
    "2024-02-28T23:59:59.123Z",
    "1999-04-30t00:30:00.5-11:30",
  );
  fc.assert(
    fc.property(texts, fc.nat({ max: 28 }), fc.constantFrom(..."0123456789-:.+TtZz x"), (text, at, sign) => {
      const changed = text.slice(0, at) + sign + text.slice(at + 1);
      fc.pre(changed.slice(17, 19) !== "60"); // a leap second, which the platform does not know
      const time = grammar.test(changed) ? Date.parse(changed.toUpperCase()) : Number.NaN;
      const day = Number(changed.slice(8, 10));
      const isDay =
        new Date(Date.UTC(Number(changed.slice(0, 4)), Number(changed.slice(5, 7)), 0)).getUTCDate() >= day;
      expect(parseRfc3339(changed)).toBe(Number.isNaN(time) || !isDay ? undefined : time);
    }),
    { numRuns: times(1_000, 100_000) },
  );
});
