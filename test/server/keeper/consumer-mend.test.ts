import { expect, test } from "vitest";
import { isRenumbered } from "../../../main/server/keeper/consumer-mend.ts";

const healthy = { firstSeq: 8, lastSeq: 9, messages: 2, settledSeq: 7, deliveredSeq: 9 };

test.each([
  ["two events wait", healthy, false],
  ["nothing was ever sent", { firstSeq: 0, lastSeq: 0, messages: 0, settledSeq: 0, deliveredSeq: 0 }, false],
  ["everything is settled", { ...healthy, firstSeq: 10, messages: 0, settledSeq: 9 }, false],
  [
    "the numbers begin anew, and nothing came yet",
    { ...healthy, firstSeq: 1, lastSeq: 0, messages: 0 },
    true,
  ],
  ["the numbers begin anew, and an event waits", { ...healthy, firstSeq: 1, lastSeq: 1, messages: 1 }, true],
  [
    "the new numbers are higher than the old ones",
    { ...healthy, firstSeq: 1, lastSeq: 20, messages: 20 },
    true,
  ],
] as const)("intake - %s", (_what, numbers, expected) => {
  expect(isRenumbered(numbers)).toBe(expected);
});
