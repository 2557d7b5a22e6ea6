import { expect, test } from "vitest";
import { untilHours } from "../../../main/server/bridge/hours.ts";

const at = (clock: string): number => Date.parse(`2026-11-28T${clock}:00+09:00`);
const HOUR = 3_600_000;

test.each([
  ["07:00", "20:00", "06:00", 1],
  ["07:00", "20:00", "07:00", 0],
  ["07:00", "20:00", "19:59", 0],
  ["07:00", "20:00", "20:00", 11],
  ["22:00", "06:00", "23:00", 0],
  ["22:00", "06:00", "05:00", 0],
  ["22:00", "06:00", "12:00", 10],
  ["00:00", "00:00", "12:00", 0],
])("asking hours - from %s to %s, at %s, it is %i hours", (from, to, now, hours) => {
  const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const given = { from: minutes(from), to: minutes(to), timeZone: "Asia/Seoul" };
  expect(untilHours(given, at(now))).toBe(hours * HOUR);
});
