import { expect, test } from "vitest";
import { agoText, momentText } from "../../main/view/time.ts";
import { inSeoul, seoul } from "../core/attention/seoul.ts";
import { now } from "./situation.ts";

const reader = { language: "ko", calendar: seoul } as const;

test("time - today by the clock, another day with its date", () => {
  expect(momentText(reader, now, now)).toBe("14:05");
  expect(momentText(reader, now - 24 * 3_600_000, now)).toMatch(/11\. 21\. 14:05/);
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
