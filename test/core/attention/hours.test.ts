import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isWorkingDay,
  localDay,
  nextOnWorkingDay,
  nextTime,
  nextWorkingMoment,
  spanEnd,
  timeOfDay,
} from "../../../main/core/attention/hours.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { HOUR, monday } from "./desk.ts";
import { seoul } from "./seoul.ts";

const work = DEFAULT_PREFERENCES;

test.each([
  ["before work", monday("07:00"), monday("09:00")],
  ["at work", monday("10:30"), monday("10:30")],
  ["at the first moment", monday("09:00"), monday("09:00")],
  ["at lunch", monday("12:00"), monday("13:00")],
  ["at the last moment", monday("18:00"), monday("09:00", 1)],
  ["on a Friday evening", monday("19:00", 4), monday("09:00", 7)],
  ["on a Sunday", monday("11:00", -1), monday("09:00")],
])("working hours - %s", (_when, moment, next) => {
  expect(nextWorkingMoment(seoul, work, moment)).toBe(next);
});

test("working hours - of somebody who never works there are none", () => {
  expect(nextWorkingMoment(seoul, { ...work, workingDays: [] }, monday("10:00"))).toBeNull();
  expect(nextOnWorkingDay(seoul, { workingDays: [], holidays: [] }, "09:00", monday("10:00"))).toBeNull();
});

test("span - over midnight it ends in the morning", () => {
  const night = { from: "22:00", to: "07:00" };
  expect(spanEnd(seoul, night, monday("23:00"))).toBe(monday("07:00", 1));
  expect(spanEnd(seoul, night, monday("03:00"))).toBe(monday("07:00"));
  expect(spanEnd(seoul, night, monday("07:00"))).toBeNull();
  expect(spanEnd(seoul, night, monday("12:00"))).toBeNull();
  expect(spanEnd(seoul, null, monday("12:00"))).toBeNull();
});

test("working hours - whatever the moment, the next one is at or after it, on a working day, in hours, out of lunch", () => {
  const week = monday("00:00");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 24 * 60 }), (minutes) => {
      const moment = week + minutes * 60_000;
      const next = nextWorkingMoment(seoul, work, moment) ?? Number.NaN;
      expect(next).toBeGreaterThanOrEqual(moment);
      expect(next - moment).toBeLessThan(4 * 24 * HOUR);
      expect(isWorkingDay(seoul, work, next)).toBe(true);
      const time = timeOfDay(seoul, next);
      expect(time >= "09:00" && time < "18:00" && !(time >= "12:00" && time < "13:00")).toBe(true);
      expect(nextWorkingMoment(seoul, work, next)).toBe(next);
    }),
  );
});

test("time of day - the next one is later today, or tomorrow", () => {
  expect(nextTime(seoul, monday("10:00"), "15:30")).toBe(monday("15:30"));
  expect(nextTime(seoul, monday("10:00"), "10:00")).toBe(monday("10:00", 1));
  expect(nextTime(seoul, monday("10:00"), "09:00")).toBe(monday("09:00", 1));
});

test("local day - is the calendar's", () => {
  expect(localDay(seoul, monday("00:00"))).toBe("2026-11-23");
  expect(localDay(seoul, monday("23:59"))).toBe("2026-11-23");
});
