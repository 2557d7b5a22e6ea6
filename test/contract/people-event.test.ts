import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPeopleEvent, PEOPLE_EVENT_TYPES, parsePeopleEvent } from "../../main/contract/people-event.ts";
import { PEOPLE_EVENT_SCHEMA } from "../../main/contract/people-event-schema.ts";
import { times } from "../sample.ts";
import { bytesOf } from "./events.ts";

const base = { user: "Hong.GD", occurredAt: "2026-11-28T09:00:00+09:00", sequence: 7 };
const at = { occurredAt: Date.UTC(2026, 10, 28), sequence: 7n, epoch: 0 };

test.each([
  [
    { type: "people.joined", aliases: ["100234", "100234"], colour: "unknown" },
    { type: "people.joined", user: "hong.gd", aliases: ["100234"], ...at },
  ],
  [{ type: "people.joined" }, { type: "people.joined", user: "hong.gd", ...at }],
  [
    { type: "people.left", to: 5, sequence: "7", epoch: 2 },
    { type: "people.left", user: "hong.gd", ...at, epoch: 2 },
  ],
  [
    { type: "people.renamed", to: "HONG.b" },
    { type: "people.renamed", user: "hong.gd", to: "hong.b", ...at },
  ],
  [
    { type: "people.renamed", to: "hong.b", aliases: [] },
    { type: "people.renamed", user: "hong.gd", to: "hong.b", aliases: [], ...at },
  ],
])("people event - %j is read, and read back", (fields, event) => {
  expect(parsePeopleEvent(bytesOf({ ...base, ...fields }))).toEqual({ ok: true, value: event });
  const read = parsePeopleEvent(bytesOf({ ...base, ...fields }));
  if (read.ok) expect(parsePeopleEvent(bytesOf(formatPeopleEvent(read.value)))).toEqual(read);
});

test.each([
  ["not-json", "{"],
  ["not-an-object", "[]"],
  ["too-large", { type: "people.left", note: "x".repeat(8_192) }],
  ["bad-type", {}],
  ["bad-type", { type: "people.fired" }],
  ["bad-type", { type: "toString" }],
  ["bad-user", { type: "people.left", user: "" }],
  ["bad-user", { type: "people.left", user: "hong\u200bgd" }],
  ["bad-time", { type: "people.left", occurredAt: "soon" }],
  ["bad-sequence", { type: "people.left", sequence: -1 }],
  ["sequence-unsafe", { type: "people.left", sequence: 2 ** 53 }],
  ["bad-epoch", { type: "people.left", epoch: "1" }],
  ["bad-aliases", { type: "people.joined", aliases: "100234" }],
  ["bad-aliases", { type: "people.joined", aliases: [5] }],
  ["bad-aliases", { type: "people.joined", aliases: Array.from({ length: 21 }, (_, n) => `${n}`) }],
  ["bad-new-id", { type: "people.renamed" }],
  ["bad-new-id", { type: "people.renamed", to: "hong.gd" }],
])("people event - %s refuses %j", (reason, fields) => {
  const payload = typeof fields === "string" ? fields : { ...base, ...fields };
  expect(parsePeopleEvent(bytesOf(payload))).toMatchObject({ ok: false, reason });
});

test("people event - with the longest ids and aliases it is small enough for the intake", () => {
  const long = (n: number): string =>
    `${n % 10}${"𝒽".repeat(63)}`.replace(/^./, String.fromCodePoint(0x10400 + n));
  const aliases = Array.from({ length: 20 }, (_, n) => long(n));
  const event = { ...base, type: "people.renamed", user: long(20), to: long(21), aliases };
  const read = parsePeopleEvent(bytesOf(event));
  expect(read).toMatchObject({ ok: true });
  if (read.ok) expect(parsePeopleEvent(bytesOf(formatPeopleEvent(read.value)))).toEqual(read);
});

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const isPeopleEvent = ajv.compile(PEOPLE_EVENT_SCHEMA);

test("people event - the schema takes exactly what the parser takes, with several fields changed", () => {
  const values = [
    ...[undefined, null, true, {}, [], "", " ", "a", "17", 0, 1.5, -1, 2 ** 53, "x".repeat(65), ["a"], [5]],
    ...["people.joined", "people.left", "people.renamed", "people.fired", "2026-02-30T00:00:00Z"],
    ...[Array.from({ length: 21 }, (_, n) => `${n}`), ["a", "a"], [" a"], [null], "9".repeat(19)],
  ];
  const fields = ["type", "user", "to", "aliases", "occurredAt", "sequence", "epoch", "unknown"];
  const change = fc.dictionary(fc.constantFrom(...fields), fc.constantFrom(...values));
  fc.assert(
    fc.property(fc.constantFrom(...PEOPLE_EVENT_TYPES), change, (type, changed) => {
      const event = JSON.parse(JSON.stringify({ ...base, type, to: "hong.b", ...changed })) as {
        user: string;
      };
      fc.pre((event as { to?: string }).to !== event.user); // the only rule between two fields
      expect(isPeopleEvent(event)).toBe(parsePeopleEvent(bytesOf(event)).ok);
    }),
    { numRuns: times(1_000, 20_000) },
  );
});
