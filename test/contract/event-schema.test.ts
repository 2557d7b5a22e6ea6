import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSentEvent } from "../../main/contract/event.ts";
import { MAX_EPOCH, MAX_SEQUENCE, parseSequence } from "../../main/contract/event-fields.ts";
import { EVENT_SCHEMA, OUTCOME_SCHEMA } from "../../main/contract/event-schema.ts";
import { formatOutcome, type Outcome, parseOutcome } from "../../main/contract/intake.ts";
import { times } from "../sample.ts";
import { bytesOf, wireOf } from "./events.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const isEvent = ajv.compile(EVENT_SCHEMA);
const isOutcome = ajv.compile(OUTCOME_SCHEMA);
const isTaken = (event: unknown): boolean => parseSentEvent("hr-leave", bytesOf(event)).ok;

/** Values at the limits of every kind, for any field. */
const values: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    false,
    {},
    [],
    "",
    " ",
    "0",
    "17",
    "0017",
    "1.5",
    "-1",
    "x".repeat(64),
    "x".repeat(65),
  ],
  ...[0, 1, 3, 4, -1, 1.5, 1_000_000, 1_000_001, 2 ** 53 - 1, 2 ** 53, MAX_EPOCH, MAX_EPOCH + 1],
  ...[`${MAX_SEQUENCE}`, `${MAX_SEQUENCE + 1n}`, `000${MAX_SEQUENCE}`, "9".repeat(18), "9".repeat(19)],
  ...["2026-11-22T14:00:00+09:00", "2026-11-22t05:00:00.123456789z", "2026-11-22T05:00:00.1234567891Z"],
  ...[
    "2026-11-22 14:00:00+09:00",
    "2026-11-22T14:00:00",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "soon",
  ],
  ...["홍길동", " hong.gd", "hong.gd ", "hong gd", "HONG.GD", "\n", "a\nb"],
];
const FIELDS = [
  "user",
  "count",
  "occurredAt",
  "sequence",
  "epoch",
  "dueAt",
  "oldestAt",
  "dueToday",
  "overdue",
  "unsureSince",
];
/** What JSON Schema cannot say. */
const isWithinCount = ({ count, dueToday, overdue }: Record<string, unknown>): boolean =>
  [dueToday, overdue].every((part) => typeof part !== "number" || part <= Number(count));

test("event schema - it takes exactly what the parser takes, in every field", () => {
  for (const field of FIELDS) {
    for (const value of values) {
      const event = wireOf({ [field]: value });
      if (!isWithinCount(event)) continue;
      expect(isEvent(JSON.parse(JSON.stringify(event))), `${field}: ${JSON.stringify(value)}`).toBe(
        isTaken(event),
      );
    }
  }
});

test("event schema - it takes exactly what the parser takes, with several fields changed", () => {
  const change = fc.dictionary(fc.constantFrom(...FIELDS, "unknown"), fc.constantFrom(...values));
  fc.assert(
    fc.property(change, (changed) => {
      const event = JSON.parse(JSON.stringify(wireOf(changed))) as Record<string, unknown>;
      fc.pre(isWithinCount(event));
      expect(isEvent(event)).toBe(isTaken(event));
    }),
    { numRuns: times(500, 20_000) },
  );
});

test("event schema - its pattern of a sequence is the parser's limit", () => {
  const near = fc
    .oneof(fc.bigInt(0n, 2n * MAX_SEQUENCE), fc.bigInt(MAX_SEQUENCE - 1_000n, MAX_SEQUENCE + 1_000n))
    .map(String);
  fc.assert(
    fc.property(near, (sequence) => {
      expect(isEvent(wireOf({ sequence }))).toBe(parseSequence(sequence).ok);
    }),
    { numRuns: times(500, 20_000) },
  );
});

test("event schema - it requires what the parser requires", () => {
  for (const field of Object.keys(wireOf())) {
    expect(isEvent(JSON.parse(JSON.stringify(wireOf({ [field]: undefined }))))).toBe(false);
  }
});

test("outcome schema - every outcome that the keeper writes is valid, and is read back", () => {
  const event = { user: "hong.gd", epoch: 1, sequence: 17n };
  const outcomes: readonly Outcome[] = [
    { intake: 1, event, outcome: "kept" },
    { intake: 2, event, outcome: "kept", reason: "duplicate" },
    { intake: 3, event, outcome: "older", reason: "sequence-went-back", newest: { epoch: 0, sequence: 18n } },
    { intake: 4, event: undefined, outcome: "refused", reason: "not-json", detail: "…" },
  ];
  for (const outcome of outcomes) {
    const text = formatOutcome(outcome);
    expect(isOutcome(JSON.parse(text)), text).toBe(true);
    expect(parseOutcome(bytesOf(text))).toEqual({ ok: true, value: outcome });
  }
  expect(isOutcome({ intake: 1, outcome: "older" })).toBe(false);
  expect(isOutcome({ intake: 1, outcome: "lost" })).toBe(false);
});
