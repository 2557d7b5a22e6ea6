import fc from "fast-check";
import { expect, test } from "vitest";
import { zoneCalendar } from "../../../main/server/portal/zone-calendar.ts";
import { seoul } from "../../core/attention/seoul.ts";

const times = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2060, 0) });

test("zone calendar - Seoul is nine hours ahead", () => {
  const calendar = zoneCalendar("Asia/Seoul");
  fc.assert(
    fc.property(times, (moment) => {
      expect(calendar.localTime(moment)).toBe(seoul.localTime(moment));
      expect(calendar.momentOf(moment)).toBe(seoul.momentOf(moment));
    }),
  );
});

test("zone calendar - what a clock shows leads back to a moment at which it shows that", () => {
  for (const zone of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]) {
    const calendar = zoneCalendar(zone);
    fc.assert(
      fc.property(times, (moment) => {
        const local = calendar.localTime(moment);
        const first = calendar.momentOf(local);
        expect(calendar.localTime(first)).toBe(local);
        expect(first).toBeLessThanOrEqual(moment);
      }),
    );
  }
});

test("zone calendar - a time that is skipped is later by the gap, one that comes twice is the first", () => {
  const { localTime, momentOf } = zoneCalendar("Europe/Berlin");
  expect(localTime(momentOf(Date.UTC(2027, 2, 28, 2, 30)))).toBe(Date.UTC(2027, 2, 28, 3, 30));
  expect(momentOf(Date.UTC(2027, 9, 31, 2, 30))).toBe(Date.UTC(2027, 9, 31, 0, 30));
});
