import { accept, type Result, refuse } from "./result.ts";
import { parseRfc3339 } from "./rfc3339.ts";

export const MAX_COUNT = 1_000_000;
export const MAX_SEQUENCE = 2n ** 63n - 1n;
export const MAX_EPOCH = 2 ** 31 - 1;
export const MAX_GENERATION = 2 ** 31 - 1;

/** What an event says beside its ids and its generation. */
export interface EventFields {
  /** 0 … {@link MAX_COUNT}. */
  readonly count: number;
  /** Milliseconds since the Unix epoch. */
  readonly occurredAt: number;
  /** 0 … {@link MAX_SEQUENCE}. */
  readonly sequence: bigint;
  /** 0 … {@link MAX_EPOCH}. */
  readonly epoch: number;
  /** The earliest deadline among the waiting items; milliseconds since the Unix epoch. */
  readonly dueAt?: number;
  /** Since when the oldest item waits; milliseconds since the Unix epoch. */
  readonly oldestAt?: number;
  /** How many of the waiting items are due today, and how many are late; 0 … `count`. */
  readonly dueToday?: number;
  readonly overdue?: number;
  /** Since when the sender cannot make sure of the count; milliseconds since the Unix epoch. */
  readonly unsureSince?: number;
}

/** Why such a field is refused. */
export type FieldRefusal =
  | "bad-count"
  | "bad-time"
  | "bad-sequence"
  | "sequence-unsafe"
  | "bad-epoch"
  | "epoch-unsafe"
  | "bad-due-time"
  | "bad-oldest-time"
  | "bad-unsure-time"
  | "bad-due-count";

/**
 * The fields without the ids. No inherited value can be read here: JSON.parse makes every key an own property, even
 * "__proto__", and Object.prototype has none of these names.
 */
export function readFields(fields: WireFields): Result<EventFields, FieldRefusal> {
  const { count } = fields;
  if (!isWholeNumber(count) || count > MAX_COUNT) {
    return refuse("bad-count", `"count" must be a whole number from 0 to ${MAX_COUNT}, not ${show(count)}`);
  }
  const moment = readMoment(fields);
  if (!moment.ok) return moment;
  // JSON allows -0, which would be shown as "-0". Adding 0 makes it 0.
  const said = { count: count + 0, ...moment.value };
  return hasDetails(fields) ? withDetails(said, fields) : accept(said);
}

/** When something happened, and its place in the order of its sender. */
export type Moment = Pick<EventFields, "occurredAt" | "sequence" | "epoch">;

/** Why a {@link Moment} is refused. */
export type MomentRefusal = "bad-time" | "bad-sequence" | "sequence-unsafe" | "bad-epoch" | "epoch-unsafe";

export function readMoment(
  fields: Pick<WireFields, "occurredAt" | "sequence" | "epoch">,
): Result<Moment, MomentRefusal> {
  const epoch = fields.epoch ?? 0;
  const occurredAt = readTime(fields.occurredAt);
  if (occurredAt === undefined) return refuse("bad-time", notATime("occurredAt", fields.occurredAt));
  const sequence = parseSequence(fields.sequence);
  if (!sequence.ok) return sequence;
  if (!isWholeNumber(epoch)) return refuse("bad-epoch", `"epoch" must be a whole number, not ${show(epoch)}`);
  if (epoch > MAX_EPOCH) return refuse("epoch-unsafe", `"epoch" is at most ${MAX_EPOCH}, not ${show(epoch)}`);
  return accept({ occurredAt, sequence: sequence.value, epoch: epoch + 0 });
}

/** As JSON.stringify writes it. It leaves an undefined field out. */
export function wireMoment({ occurredAt, sequence, epoch }: Moment) {
  return {
    occurredAt: new Date(occurredAt).toISOString(),
    sequence: sequence <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(sequence) : sequence.toString(),
    epoch: epoch === 0 ? undefined : epoch,
  };
}

type EventDetails = Pick<EventFields, "dueAt" | "oldestAt" | "dueToday" | "overdue" | "unsureSince">;

/** Most events have none of them. */
function hasDetails({ dueAt, oldestAt, dueToday, overdue, unsureSince }: WireFields): boolean {
  return (dueAt ?? oldestAt ?? dueToday ?? overdue ?? unsureSince ?? undefined) !== undefined;
}

function withDetails<Said extends { readonly count: number }>(
  said: Said,
  fields: WireFields,
): Result<Said & EventDetails, FieldRefusal> {
  const details: { -readonly [Name in keyof EventDetails]: EventDetails[Name] } = {};
  for (const [name, reason] of [
    ["dueAt", "bad-due-time"],
    ["oldestAt", "bad-oldest-time"],
    ["unsureSince", "bad-unsure-time"],
  ] as const) {
    const value = fields[name] ?? undefined;
    if (value === undefined) continue;
    const time = readTime(value);
    if (time === undefined) return refuse(reason, notATime(name, value));
    details[name] = time;
  }
  for (const name of ["dueToday", "overdue"] as const) {
    const value = fields[name] ?? undefined;
    if (value === undefined) continue;
    if (!isWholeNumber(value) || value > said.count) {
      return refuse(
        "bad-due-count",
        `"${name}" must be a whole number from 0 to "count", not ${show(value)}`,
      );
    }
    details[name] = value + 0;
  }
  return accept({ ...said, ...details });
}

/** The fields of an event before they are checked. Any of them may be missing. */
export type WireFields = Readonly<
  Record<
    | "service"
    | "user"
    | "count"
    | "occurredAt"
    | "sequence"
    | "epoch"
    | "generation"
    | "dueAt"
    | "oldestAt"
    | "dueToday"
    | "overdue"
    | "unsureSince",
    unknown
  >
>;

/**
 * Reads a sequence: a JSON number up to 2^53−1, or a decimal string up to 2^63−1. A larger number is refused as
 * `sequence-unsafe`, because JSON.parse has rounded it. A larger string is refused, because a 64-bit counter cannot
 * hold it.
 */
export function parseSequence(value: unknown): Result<bigint, "bad-sequence" | "sequence-unsafe"> {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) {
    return Number.isSafeInteger(value)
      ? accept(BigInt(value))
      : refuse("sequence-unsafe", '"sequence" is over 2^53-1: send it as a decimal string');
  }
  if (typeof value === "string" && /^\d+$/.test(value)) {
    const digits = value.replace(/^0+(?=\d)/, "");
    const sequence = digits.length > 19 ? MAX_SEQUENCE + 1n : BigInt(digits);
    return sequence <= MAX_SEQUENCE
      ? accept(sequence)
      : refuse("sequence-unsafe", '"sequence" is over 2^63-1');
  }
  return refuse("bad-sequence", `"sequence" must be a whole number or a decimal string, not ${show(value)}`);
}

export function isWholeNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function readTime(value: unknown): number | undefined {
  return typeof value === "string" ? parseRfc3339(value) : undefined;
}

function notATime(name: string, value: unknown): string {
  return `"${name}" must be an RFC 3339 date-time with offset, not ${show(value)}`;
}

export function show(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 80);
}
