import { expect, test } from "vitest";
import type { Catalog } from "../../../main/contract/catalog.ts";
import {
  type Doubts,
  doubtProblems,
  doubtsAfter,
  SECOND_READING_AFTER,
} from "../../../main/core/knowledge/doubt.ts";

const NOW = 1_000_000;
const none: Doubts = new Map();
const first = doubtsAfter(none, "mail", "stale", NOW);
const second = doubtsAfter(first, "mail", "stale", NOW + SECOND_READING_AFTER);

const catalog: Catalog = [{ id: "mail", name: { ko: "메일", en: "Mail" } }];

test("doubt - one reading of something older is not told of, a second one later is", () => {
  expect(doubtProblems(first, catalog, "ko")).toEqual([]);
  expect(doubtProblems(second, catalog, "ko")).toEqual([{ key: "older-counts", args: ["메일"] }]);
});

test("doubt - readings right after each other are one: a copy may lag a moment behind", () => {
  expect(doubtsAfter(first, "mail", "stale", NOW + SECOND_READING_AFTER - 1)).toBe(first);
});

test("doubt - after a clock was set back the reading counts as the first one, and the one after it as the second", () => {
  const again = doubtsAfter(first, "mail", "stale", NOW - 1);
  expect(again.get("mail")).toEqual({ since: NOW - 1, isConfirmed: false });
  expect(doubtsAfter(again, "mail", "stale", NOW - 1 + SECOND_READING_AFTER).get("mail")?.isConfirmed).toBe(
    true,
  );
});

test.each(["newer", "duplicate"] as const)("doubt - an event that is %s ends it, told or not", (found) => {
  expect(doubtsAfter(first, "mail", found, NOW + 1)).toEqual(none);
  expect(doubtsAfter(second, "mail", found, NOW + 1)).toEqual(none);
  expect(doubtsAfter(none, "mail", found, NOW)).toBe(none);
});

test("doubt - a confirmed one stays as it is however often it is read, and other services are not touched", () => {
  expect(doubtsAfter(second, "mail", "stale", NOW + 60_000)).toBe(second);
  expect(doubtsAfter(second, "hr-leave", "duplicate", NOW)).toBe(second);
});

test("doubt - several services are named together, by the catalog's name in the person's language or else by id", () => {
  const both = doubtsAfter(
    doubtsAfter(second, "new-system", "stale", NOW),
    "new-system",
    "stale",
    NOW + 60_000,
  );
  expect(doubtProblems(both, catalog, "en")).toEqual([{ key: "older-counts", args: ["Mail, new-system"] }]);
});
