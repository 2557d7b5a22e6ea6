import { expect, test } from "vitest";
import { endAt, endOfSilence, snoozesAt } from "../../../main/core/attention/pause.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { monday } from "./desk.ts";
import { inSeoul, seoul } from "./seoul.ts";

test.each([
  ["hour", monday("10:00"), monday("11:00")],
  ["evening", monday("10:00"), monday("18:00")],
  ["evening", monday("19:00"), monday("09:00", 1)],
  ["tomorrow", monday("10:00"), monday("09:00", 1)],
  ["tomorrow", monday("10:00", 4), monday("09:00", 7)],
  ["tomorrow", monday("07:00"), monday("09:00")],
] as const)("end of silence - %s", (choice, now, end) => {
  expect(endOfSilence(seoul, choice, DEFAULT_PREFERENCES, now)).toBe(end);
});

test.each([
  ["half-hour", "16:00", "Mon 16:30"],
  ["three-hours", "16:00", "Mon 19:00"],
  ["afternoon", "16:59", "Mon 17:00"],
  ["afternoon", "17:00", "Tue 09:00"],
] as const)("snooze - %s at %s ends at %s", (choice, at, end) => {
  const until = endOfSilence(seoul, choice, DEFAULT_PREFERENCES, monday(at));
  expect(until).toBe(monday(end.slice(4), end.startsWith("Mon") ? 0 : 1));
});

test("snooze - the afternoon is offered until it begins", () => {
  expect(snoozesAt(seoul, monday("16:59"))).toContain("afternoon");
  expect(snoozesAt(seoul, monday("17:00"))).not.toContain("afternoon");
});

test("snooze - a date and time is one of the next year, by the clock of the PC", () => {
  const now = monday("10:00");
  expect(endAt(seoul, "2026-12-24", "09:30", now)).toBe(inSeoul(2026, 11, 24, 9, 30));
  for (const [date, time] of [
    ["2026-11-23", "10:00"],
    ["2026-11-22", "23:00"],
    ["2028-01-01", "09:00"],
    ["2026-13-01", "09:00"],
    ["tomorrow", "09:00"],
  ] as const) {
    expect(endAt(seoul, date, time, now)).toBeNull();
  }
});
