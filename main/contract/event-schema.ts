import { MAX_EVENT_BYTES } from "./event.ts";
import { MAX_COUNT, MAX_EPOCH, MAX_SEQUENCE } from "./event-fields.ts";
import { MAX_ID_LENGTH } from "./subject.ts";

/** A document of JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** The kinds of fields that the schemas share. */
export const ID = {
  type: "string",
  minLength: 1,
  maxLength: MAX_ID_LENGTH,
  // Without white space at an end.
  pattern: "^\\S([\\s\\S]*\\S)?$",
} as const;

export const TIME = {
  type: "string",
  format: "date-time",
  pattern: "^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})$",
} as const;

export const SEQUENCE = {
  oneOf: [
    { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    { type: "string", pattern: `^0*(${upTo(MAX_SEQUENCE)})$` },
  ],
} as const;

export const EPOCH = { type: "integer", minimum: 0, maximum: MAX_EPOCH, default: 0 } as const;

const PART = { type: "integer", minimum: 0, maximum: MAX_COUNT } as const;

/** An optional field may be null, which is the same as a missing one. */
export const optional = <S extends { readonly type: string }>(schema: S) => ({
  ...schema,
  type: [schema.type, "null"],
});

/**
 * What a service sends, as `parseSentEvent` reads it. JSON Schema cannot say that `dueToday` and `overdue` are at most
 * `count`, nor the size of the whole.
 */
export const EVENT_SCHEMA: JsonSchema = {
  $schema: JSON_SCHEMA_DIALECT,
  $id: "urn:alrimi:event:1",
  title: "Event",
  description: `The number of approvals that wait for one person in one service. At most ${MAX_EVENT_BYTES} bytes of UTF-8. Unknown fields are ignored.`,
  type: "object",
  required: ["service", "user", "count", "occurredAt", "sequence"],
  properties: {
    service: { ...ID, description: "Id of the service. Its case is ignored." },
    user: { ...ID, description: "Id of the person. Its case is ignored." },
    count: { type: "integer", minimum: 0, maximum: MAX_COUNT, description: "How many approvals wait." },
    occurredAt: { ...TIME, description: "When the count became so." },
    sequence: {
      ...SEQUENCE,
      description:
        "The service's increasing number. Of two events with the same epoch the larger is newer. Above 2^53-1 a decimal string.",
    },
    epoch: {
      ...optional(EPOCH),
      description: "Increased by one whenever the service's counter had to restart.",
    },
    dueAt: { ...optional(TIME), description: "The earliest deadline of the waiting approvals." },
    oldestAt: { ...optional(TIME), description: "Since when the oldest of them waits." },
    dueToday: { ...optional(PART), description: "How many of them are due today, at most `count`." },
    overdue: { ...optional(PART), description: "How many of them are late, at most `count`." },
    unsureSince: {
      ...optional(TIME),
      description: "Since when the sender cannot make sure of the count. It is shown as not confirmed.",
    },
  },
  examples: [
    {
      service: "hr-leave",
      user: "hong.gd",
      count: 3,
      occurredAt: "2026-11-22T14:00:00+09:00",
      sequence: 17,
    },
  ],
};

const PLACE = {
  sequence: { type: "string", pattern: SEQUENCE.oneOf[1].pattern },
  epoch: EPOCH,
} as const;

/** What the keeper says of an event on `outcome.<service>`, as `formatOutcome` writes it. */
export const OUTCOME_SCHEMA: JsonSchema = {
  $schema: JSON_SCHEMA_DIALECT,
  $id: "urn:alrimi:outcome:1",
  title: "Outcome",
  description:
    "What became of one event. Fields and reasons may be added: ignore those that you do not know.",
  type: "object",
  required: ["intake", "outcome"],
  properties: {
    intake: {
      type: "integer",
      minimum: 1,
      description: "Number of the event, as in the broker's acknowledgement.",
    },
    user: { ...ID, description: "Missing when the event could not be read." },
    ...PLACE,
    outcome: { type: "string", enum: ["kept", "older", "refused"] },
    reason: { type: "string", description: "Such as duplicate, superseded, sequence-went-back, bad-count." },
    newest: {
      type: "object",
      required: ["sequence"],
      properties: PLACE,
      description: "What is kept. Only with `older`.",
    },
    detail: { type: "string", description: "English, for the programmer. Only with `refused`." },
  },
  oneOf: [
    { properties: { outcome: { const: "kept" } } },
    {
      required: ["reason", "newest"],
      properties: { outcome: { const: "older" }, reason: true, newest: true },
    },
    {
      required: ["reason", "detail"],
      properties: { outcome: { const: "refused" }, reason: true, detail: true },
    },
  ],
};

/** A regular expression for the decimal numbers from 0 to `most`, without leading zeros. */
function upTo(most: bigint): string {
  const digits = most.toString();
  const shorter = `\\d{1,${digits.length - 1}}`;
  const smaller = [...digits].flatMap((digit, at) => {
    const least = at === 0 ? 1 : 0;
    if (Number(digit) <= least) return [];
    const rest = digits.length - at - 1;
    return [`${digits.slice(0, at)}[${least}-${Number(digit) - 1}]${rest === 0 ? "" : `\\d{${rest}}`}`];
  });
  return [shorter, ...smaller, digits].join("|");
}
