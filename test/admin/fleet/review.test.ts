import { expect, test } from "vitest";
import { type FleetReview, reviewFleet } from "../../../main/admin/fleet/review.ts";
import type { StoredReport } from "../../../main/nats/read-fleet.ts";
import { NOW, stored } from "./reports.ts";

const DAYS_3 = 3 * 24 * 3_600_000;
const review = (all: readonly StoredReport[], more: object = {}): FleetReview =>
  reviewFleet(all, { now: NOW, silentFor: DAYS_3, ...more });
const needs = (all: readonly StoredReport[], more: object = {}): string[] =>
  review(all, more).entries.flatMap((entry) => entry.needs.map(({ kind }) => `${entry.user} ${kind}`));

test("fleet - of each person and installation the newest report counts", () => {
  const all = [
    stored("hong.gd", { notifications: "blocked" }, { hoursAgo: 3 }),
    stored("hong.gd", { tray: "missing" }, { hoursAgo: 2, pc: 2 }),
    stored("hong.gd", {}, { hoursAgo: 1 }),
    stored("kim.ys"),
  ];
  const { people, installations, versions, entries } = review(all);
  expect({ people, installations, versions }).toEqual({
    people: 2,
    installations: 3,
    versions: [["0.2.0", 3]],
  });
  expect(entries.map(({ user, needs }) => [user, needs.length])).toEqual([
    ["hong.gd", 0],
    ["hong.gd", 1],
    ["kim.ys", 0],
  ]);
  expect(needs(all)).toEqual(["hong.gd tray-missing"]);
});

test.each([
  ["notifications-blocked", stored("a", { notifications: "blocked" })],
  ["tray-missing", stored("a", { tray: "missing" })],
  ["not-served", stored("a", { connection: "refused" })],
  ["not-served", stored("a", { connection: "stale" })],
  ["silent", stored("a", {}, { hoursAgo: 73 })],
  ["outdated", stored("a", { version: "0.1.9" })],
])("fleet - %s is found", (kind, one) => {
  expect(needs([one, stored("b", {}, { pc: 2 }), stored("c", {}, { pc: 3 })])).toEqual([`a ${kind}`]);
});

test("fleet - what is not known needs no help, nor does a silence that is allowed", () => {
  const unknown = stored("a", { notifications: "unknown", tray: "unknown", connection: "syncing" });
  expect(needs([unknown])).toEqual([]);
  expect(needs([stored("a", {}, { hoursAgo: 700 })], { silentFor: undefined })).toEqual([]);
});

test("fleet - people with a login and no report never connected", () => {
  expect(needs([stored("b")], { people: ["a", "b"] })).toEqual(["a never-connected"]);
});

test("fleet - one person's version does not make the others outdated; the expected one does", () => {
  const all = [stored("a"), stored("b"), stored("mallory", { version: "99.0.0" }, { pc: 3 })];
  expect(needs(all)).toEqual([]);
  expect(review(all).versions).toEqual([
    ["99.0.0", 1],
    ["0.2.0", 2],
  ]);
  expect(needs(all, { expected: "0.2.1" })).toEqual(["a outdated", "b outdated"]);
});

test("fleet - in a fleet of two, the version of one says nothing about the other", () => {
  const all = [stored("a"), stored("mallory", { version: "99.0.0" }, { pc: 2 })];
  expect(needs(all)).toEqual([]);
  expect(needs(all, { expected: "0.2.1" })).toEqual(["a outdated"]);
});

test("fleet - a report speaks for its subject, and an unreadable one for nobody", () => {
  const of = (subject: string, text: string, hasHeaders = false): StoredReport => ({
    subject,
    data: new TextEncoder().encode(text),
    hasHeaders,
    storedAt: NOW,
  });
  const good = stored("a");
  const claims = JSON.stringify({ ...JSON.parse(new TextDecoder().decode(good.data)), user: "b" });
  const result = review(
    [
      of("fleet.a", claims),
      of("fleet.b", '{"version":"\u001b[2J"}'),
      of("fleet.b", "no JSON \u001b[2J"),
      { ...stored("c"), hasHeaders: true },
      of("fleet.\u001b[2J", claims),
    ],
    { people: ["a", "b"] },
  );
  expect(result.entries.map(({ user }) => user)).toEqual(["a"]);
  expect(result.unreadable).toEqual([
    { who: "b", count: 2, reason: "the payload is not JSON" },
    { who: "c", count: 1, reason: "it has headers" },
    { who: "fleet. [2J", count: 1, reason: "no person has this subject" },
  ]);
});
