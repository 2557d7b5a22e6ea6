import { expect, test } from "vitest";
import { initialAttention, NOTHING_TOLD } from "../../../main/core/attention/attention.ts";
import { COLLECT_AT_MOST, COLLECT_FOR, tellAt } from "../../../main/core/attention/collecting.ts";

const nothing = initialAttention(NOTHING_TOLD);
const at = (since: number, lastRise: number, catchingUp = false) =>
  tellAt({ ...nothing, collecting: { since, lastRise }, catchingUp });

test("collecting - two seconds after the last rise, and ten after the first at the latest", () => {
  expect(tellAt(nothing)).toBeNull();
  expect(at(100, 100)).toBe(100 + COLLECT_FOR);
  expect(at(100, 1_500)).toBe(1_500 + COLLECT_FOR);
  expect(at(100, 100 + COLLECT_AT_MOST - 1)).toBe(100 + COLLECT_AT_MOST);
});

test("collecting - what came while the app catches up waits for all of it", () => {
  expect(at(100, 100, true)).toBe(100 + COLLECT_AT_MOST);
});
