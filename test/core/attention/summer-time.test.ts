import { afterAll, beforeAll, expect, test } from "vitest";
import {
  localDay,
  nextOnWorkingDay,
  nextTime,
  nextWorkingMoment,
  spanEnd,
  timeOnDay,
} from "../../../main/core/attention/hours.ts";
import { localCalendar } from "../../../main/desktop/system/local-calendar.ts";

/** In Berlin clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October. */

const zone = process.env["TZ"];
beforeAll(() => {
  process.env["TZ"] = "Europe/Berlin";
});
afterAll(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

const utc = (text: string): number => Date.parse(`${text}Z`);
const work = {
  workingDays: [1, 2, 3, 4, 5],
  workingHours: { from: "09:00", to: "18:00" },
  lunch: null,
  holidays: [],
};

test("summer time - work begins at nine by the clock, before and after the change", () => {
  expect(nextWorkingMoment(localCalendar, work, utc("2026-03-27T17:30"))).toBe(utc("2026-03-30T07:00")); // over the short weekend
  expect(nextOnWorkingDay(localCalendar, work, "09:00", utc("2026-10-23T12:00"))).toBe(
    utc("2026-10-26T08:00"),
  ); // the long one
});

test("summer time - quiet hours of a night end at seven by the clock, whichever its length", () => {
  const night = { from: "22:00", to: "07:00" };
  expect(spanEnd(localCalendar, night, utc("2026-03-28T21:30"))).toBe(utc("2026-03-29T05:00"));
  expect(spanEnd(localCalendar, night, utc("2026-10-24T20:30"))).toBe(utc("2026-10-25T06:00"));
});

test("summer time - a time that the clock leaves out is the next one that it shows", () => {
  expect(timeOnDay(localCalendar, utc("2026-03-29T10:00"), "02:30")).toBe(utc("2026-03-29T01:30")); // 03:30
  expect(nextTime(localCalendar, utc("2026-03-29T00:59"), "02:30")).toBe(utc("2026-03-29T01:30"));
});

test("summer time - a day of 23 or of 25 hours is one day", () => {
  expect(localDay(localCalendar, utc("2026-10-24T22:00"))).toBe("2026-10-25");
  expect(localDay(localCalendar, utc("2026-10-25T22:59"))).toBe("2026-10-25");
  expect(localDay(localCalendar, utc("2026-03-29T21:59"))).toBe("2026-03-29");
  expect(localDay(localCalendar, utc("2026-03-29T22:00"))).toBe("2026-03-30");
});
