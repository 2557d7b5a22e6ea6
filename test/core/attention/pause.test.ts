import { expect, test } from "vitest";
import { endOfSilence } from "../../../main/core/attention/pause.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { monday } from "./desk.ts";
import { seoul } from "./seoul.ts";

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
