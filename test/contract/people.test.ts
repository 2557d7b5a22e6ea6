import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatHead,
  formatParts,
  MAX_PART_BYTES,
  type Person,
  parseHead,
  parsePart,
} from "../../main/contract/people.ts";
import { canonicalId } from "../../main/contract/subject.ts";
import { times } from "../sample.ts";
import { bytesOf } from "./events.ts";

const id = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 64 })
  .map((text) => canonicalId(text.trim()))
  .filter((result) => result.ok)
  .map((result) => result.value);
const person: fc.Arbitrary<Person> = fc.record({ id, aliases: fc.array(id, { maxLength: 20 }) });

test("people - what is written in parts is read back in its order", () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 50 }), (people) => {
      const read = formatParts(people).map((part) => parsePart(part));
      expect(read.flatMap((part) => (part.ok ? part.value : [{ id: part.detail, aliases: [] }]))).toEqual(
        people,
      );
    }),
    { numRuns: times(50, 2_000) },
  );
});

test("people - no part is larger than one may be, and none is empty", () => {
  const long = "가".repeat(64);
  const people = Array.from({ length: 3_000 }, (_, index) => ({
    id: `${index}`,
    aliases: Array.from({ length: 20 }, (_each, alias) => `${alias}${long.slice(4)}`),
  }));
  const parts = formatParts(people);
  expect(parts.length).toBeGreaterThan(10);
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(MAX_PART_BYTES);
  const last = parts.at(-2) ?? new Uint8Array();
  expect(last.length).toBeGreaterThan(MAX_PART_BYTES - 5_000);
  expect(formatParts([])).toEqual([]);
});

test("people - a head is read back", () => {
  const head = { edition: "0a1b", parts: 3, people: 1_000, writtenAt: Date.UTC(2026, 10, 28), covers: 7 };
  expect(parseHead(bytesOf(formatHead(head)))).toEqual({ ok: true, value: head });
});

test("people - a head from before there were people events covers none", () => {
  const head = { edition: "a", parts: 1, people: 1, writtenAt: "2026-11-28T00:00:00Z" };
  expect(parseHead(bytesOf(head))).toMatchObject({ ok: true, value: { covers: 0 } });
});

test.each([
  ["no object", "[]"],
  ["an edition with a wildcard", { edition: "*", parts: 1, people: 1, writtenAt: "2026-11-28T00:00:00Z" }],
  ["parts that are none", { edition: "a", parts: -1, people: 1, writtenAt: "2026-11-28T00:00:00Z" }],
  ["parts without end", { edition: "a", parts: 1e9, people: 1, writtenAt: "2026-11-28T00:00:00Z" }],
  ["more people than may be", { edition: "a", parts: 1, people: 1e9, writtenAt: "2026-11-28T00:00:00Z" }],
  [
    "covers that is no number",
    { edition: "a", parts: 1, people: 1, writtenAt: "2026-11-28T00:00:00Z", covers: "7" },
  ],
  ["no time", { edition: "a", parts: 1, people: 1 }],
])("people - a head with %s is refused", (_, head) => {
  expect(parseHead(bytesOf(head))).toMatchObject({ ok: false, reason: "bad-directory" });
});

test.each([
  ["no object", "7"],
  ["no list", { people: {} }],
  ["a person that is no list", { people: [{ id: "a" }] }],
  ["an empty person", { people: [[]] }],
  ["an alias that is no id", { people: [["a", " b"]] }],
])("people - a part with %s is refused", (_, part) => {
  expect(parsePart(bytesOf(part))).toMatchObject({ ok: false, reason: "bad-directory" });
});
