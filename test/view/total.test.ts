import { expect, test } from "vitest";
import { tallyOf, totalView } from "../../main/view/total.ts";
import { wordsIn } from "../../main/words/index.ts";

type Shown = Parameters<typeof tallyOf>[0][number];
const sure = (count: number): Shown => ({ count, certainty: "sure" });
const unsure = (count: number): Shown => ({ count, certainty: "unsure" });
const unheard: Shown = { count: undefined, certainty: "unheard" };

const totalOf = (services: readonly Shown[], isFresh = true) =>
  totalView(tallyOf(services), isFresh, "ko", wordsIn("ko"));

test("total - the sum is that of all known counts, sure or not; of none it is unknown", () => {
  expect(tallyOf([sure(3), unsure(4), unheard])).toEqual({
    sum: 7,
    services: 3,
    sure: 1,
    unsure: 1,
    unheard: 1,
  });
  expect(tallyOf([unheard]).sum).toBeUndefined();
});

test.each([
  ["something waits", [sure(1_200), sure(0)], true, "waiting", "1,200", true],
  ["some of it is not sure", [sure(1), unsure(2)], true, "waiting", "3", false],
  ["something waited when the connection was lost", [sure(3)], false, "waiting", "3", false],
  ["all said 0", [sure(0), sure(0)], true, "nothing", "0", true],
  ["all said 0, before the connection was lost", [sure(0)], false, "unknown", "–", false],
  ["one has said nothing yet", [sure(0), unheard], true, "quiet", "–", true],
  ["one 0 is not sure", [sure(0), unsure(0)], true, "unknown", "–", false],
  ["none has said anything", [unheard, unheard], true, "unknown", "–", true],
  ["there is no service", [], true, "unknown", "–", true],
] as const)("total - where %s", (_when, services, isFresh, kind, digits, isSure) => {
  expect(totalOf(services, isFresh)).toMatchObject({ kind, digits, isSure });
});
