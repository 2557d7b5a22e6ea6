import { expect, test } from "vitest";
import { agoText, dueSoonText, momentText, nearText } from "../../main/view/time.ts";
import { inSeoul, seoul } from "../core/attention/seoul.ts";
import { now } from "./situation.ts";

const reader = { language: "ko", calendar: seoul } as const;

test("time - today by the clock, another day with its date", () => {
  expect(momentText(reader, now, now)).toBe("14:05");
  expect(momentText(reader, now - 24 * 3_600_000, now)).toMatch(/11\. 21\. 14:05/);
});

// The tests' present is Sunday, 22 November, 14:05.
test.each([
  ["today", [22, 17, 5], "17:05", "17:05"],
  ["tomorrow", [23, 17, 5], "내일 17:05", "tomorrow 17:05"],
  ["yesterday", [21, 9, 31], "어제 09:31", "yesterday 09:31"],
  ["in three days", [25, 17, 5], "수 17:05", "Wed 17:05"],
  ["in six days", [28, 17, 5], "토 17:05", "Sat 17:05"],
  ["in seven days, as today's weekday", [29, 17, 5], "11. 29. 17:05", "11/29, 17:05"],
  ["the day before yesterday", [20, 17, 5], "11. 20. 17:05", "11/20, 17:05"],
] as const)("time - nobody calculates the day: %s", (_when, [day, hour, minute], korean, english) => {
  const moment = inSeoul(2026, 10, day, hour, minute);
  expect(nearText(reader, moment, now)).toBe(korean);
  expect(nearText({ ...reader, language: "en" }, moment, now)).toBe(english);
});

test.each([
  [24 * 60, "내일 14:05까지"],
  [60, "15:05까지"],
  [59, "59분 남음"],
  [0.5, "1분 남음"],
  [0, "기한 지남 14:05"],
  [-274, "기한 지남 09:31"],
])("time - a deadline in %d minutes is shown as %s", (minutes, text) => {
  expect(dueSoonText(reader, 1, now + minutes * 60_000, now)).toBe(text);
});

test.each([
  [-5, "방금"],
  [59_000, "방금"],
  [60_000, "1분 전"],
  [3 * 3_600_000, "3시간 전"],
  [14 * 3_600_000, "14시간 전"],
])("time - %i ms ago is %s", (ago, text) => {
  expect(agoText(reader, now - ago, now)).toBe(text);
});

test.each([
  ["Wed 07:00", [25, 7, 0], [23, 8, 0], "그저께"],
  ["Wed 07:00", [25, 7, 0], [24, 7, 1], "어제"],
  ["Wed 07:00", [25, 7, 0], [24, 19, 0], "어제"],
  ["Wed 07:00", [25, 7, 0], [24, 19, 1], "11시간 전"],
  ["Wed 00:30", [25, 0, 30], [24, 22, 30], "2시간 전"],
  ["Wed 23:59", [25, 23, 59], [25, 0, 0], "23시간 전"],
  ["Wed 23:59", [25, 23, 59], [24, 0, 0], "어제"],
  ["Wed 09:00", [25, 9, 0], [22, 18, 0], "3일 전"],
] as const)("time - days are those of the calendar: on %s, %j seen at %j is %s", (_when, seen, was, text) => {
  const moment = ([day, hour, minute]: readonly [number, number, number]): number =>
    inSeoul(2026, 10, day, hour, minute);
  expect(agoText(reader, moment(was), moment(seen))).toBe(text);
});
