import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { localCalendar } from "../../../main/desktop/system/local-calendar.ts";

const HOUR = 3_600_000;
const given = process.env["TZ"];

function setZone(zone: string | undefined): void {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
}

afterEach(() => setZone(given));

const { localTime, momentOf } = localCalendar;
const aheadAt = (moment: number): number => localTime(moment) - moment;
const moments = fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2100, 0) });

// Half an hour of summer time, quarters of an hour, a day that was left out, both ends of the world.
describe.each([
  "Europe/Berlin",
  "America/New_York",
  "Asia/Seoul",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Kiritimati",
])("local calendar, %s", (zone) => {
  test("outside of changes, clock and moment lead to each other", () => {
    setZone(zone);
    fc.assert(
      fc.property(moments, (moment) => {
        fc.pre(aheadAt(moment - 25 * HOUR) === aheadAt(moment + 25 * HOUR));
        expect(momentOf(localTime(moment))).toBe(moment);
        expect(localTime(momentOf(moment))).toBe(moment); // any number is a time that a clock shows
      }),
    );
  });

  test("it shows what the system's formatter shows", () => {
    setZone(zone);
    const shown = (moment: number, timeZone: string): string =>
      new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "medium", timeZone }).format(moment);
    fc.assert(
      fc.property(moments, (moment) => {
        expect(shown(localTime(moment), "UTC")).toBe(shown(moment, zone));
      }),
    );
  });
});

test("local calendar - a time that the clock shows twice is the first, one that it leaves out comes later", () => {
  setZone("Europe/Berlin");
  expect(momentOf(Date.UTC(2026, 9, 25, 2, 30))).toBe(Date.UTC(2026, 9, 25, 0, 30));
  expect(momentOf(Date.UTC(2026, 2, 29, 2, 30))).toBe(Date.UTC(2026, 2, 29, 1, 30));
});

test("local calendar - it follows the zone", () => {
  const noon = Date.UTC(2026, 10, 22, 12);
  const read = localCalendar;
  setZone("Asia/Seoul");
  expect(read.localTime(noon)).toBe(noon + 9 * HOUR);
  setZone("America/New_York");
  expect(read.localTime(noon)).toBe(noon - 5 * HOUR);
  expect(read.momentOf(noon)).toBe(noon + 5 * HOUR);
});
