import { type EventRefusal, formatEvent, parseSentEvent, type SentEvent } from "../contract/event.ts";
import { parseSequence } from "../contract/event-fields.ts";
import { accept, type Refusal, type Result, refuse } from "../contract/result.ts";
import { parseRfc3339 } from "../contract/rfc3339.ts";
import { addressOf } from "./address.ts";

/** A Date, milliseconds since the Unix epoch, or an RFC 3339 date-time with offset. */
export type Instant = Date | number | string;

/** The event that a service publishes: the number of approvals that wait for a person. */
export interface PublishInput {
  /** An id. */
  readonly user: string;
  readonly service: string;
  /** 0 … 1,000,000. */
  readonly count: number;
  /** When the count became so; default: now. */
  readonly occurredAt?: Instant;
  /**
   * The service's growing number, 0 … 2^63−1. Default: the time in milliseconds, which grows in this process and goes
   * on after a restart. A service with several instances whose clocks differ should send its own number.
   */
  readonly sequence?: bigint | number | string;
  /** Raised when the service's counter had to restart, 0 … 2^31−1; default 0. */
  readonly epoch?: number;
  /** The earliest deadline among the waiting items. */
  readonly dueAt?: Instant;
  /** Since when the oldest item waits. */
  readonly oldestAt?: Instant;
  /** How many of the waiting items are due today, and how many are late; 0 … `count`. */
  readonly dueToday?: number;
  readonly overdue?: number;
  /** Since when the service cannot make sure of the count. */
  readonly unsureSince?: Instant;
}

/** Why an input is refused. */
export type PublishRefusal = Refusal<"bad-id" | "bad-user" | EventRefusal>;

/** A checked input. */
export interface EventDraft {
  /** `intake.<service>`. */
  readonly subject: string;
  readonly event: SentEvent;
  /** JSON in UTF-8. */
  readonly payload: Uint8Array;
}

let lastSequence = 0n;

/** The sequence of an event without one: the time in milliseconds, but never the same or a lower number again. */
function sequenceAt(now: number): bigint {
  const time = BigInt(Math.max(0, Math.trunc(now)));
  lastSequence = time > lastSequence ? time : lastSequence + 1n;
  return lastSequence;
}

/**
 * Checks an input. A bad one is refused.
 * @param now milliseconds since the Unix epoch, the default of `occurredAt`
 * @throws only what a getter of the input throws
 */
export function checkInput(input: PublishInput, now: number): Result<EventDraft, PublishRefusal["reason"]> {
  const address = addressOf(input.user, input.service);
  if (!address.ok) return address;
  // A caller without types may pass any value. Values that JSON cannot express must not reach JSON.stringify.
  for (const [name, reason] of NUMBERS) {
    const value: unknown = input[name];
    if (value !== undefined && typeof value !== "number") {
      return refuse(reason, `"${name}" must be a number, not ${typeof value}`);
    }
  }
  const times: { [Name in (typeof TIMES)[number][0]]?: number } = {};
  for (const [name, reason] of TIMES) {
    const value = name === "occurredAt" ? (input.occurredAt ?? now) : input[name];
    if (value === undefined) continue;
    const time = readInstant(value);
    if (time === undefined) {
      return refuse(reason, `"${name}" must be an RFC 3339 date-time with offset, not ${value}`);
    }
    times[name] = time;
  }
  const given = typeof input.sequence === "bigint" ? input.sequence.toString() : input.sequence;
  const sequence = given === undefined ? undefined : parseSequence(given);
  if (sequence !== undefined && !sequence.ok) return sequence;
  const { subject, user, service } = address.value;
  const { count, epoch = 0, dueToday, overdue } = input;
  const event = {
    ...{ user, service, count, occurredAt: times.occurredAt ?? now, epoch, sequence: sequence?.value ?? 0n },
    ...{ dueAt: times.dueAt, oldestAt: times.oldestAt, dueToday, overdue, unsureSince: times.unsureSince },
  };
  // The keeper's own parser reads it, so an event that would be refused there is refused here.
  const formed = parseSentEvent(service, encoder.encode(formatEvent(event as SentEvent)));
  if (!formed.ok) return formed;
  // A refused input takes no number.
  const placed = sequence === undefined ? { ...formed.value, sequence: sequenceAt(now) } : formed.value;
  return accept({ subject, event: placed, payload: encoder.encode(formatEvent(placed)) });
}

const NUMBERS = [
  ["count", "bad-count"],
  ["epoch", "bad-epoch"],
  ["dueToday", "bad-due-count"],
  ["overdue", "bad-due-count"],
] as const;
const TIMES = [
  ["occurredAt", "bad-time"],
  ["dueAt", "bad-due-time"],
  ["oldestAt", "bad-oldest-time"],
  ["unsureSince", "bad-unsure-time"],
] as const;

const encoder = new TextEncoder();

function readInstant(instant: Instant): number | undefined {
  if (typeof instant === "string") return parseRfc3339(instant);
  const time =
    instant instanceof Date ? instant : new Date(typeof instant === "number" ? instant : Number.NaN);
  return Number.isFinite(time.getTime()) ? time.getTime() : undefined;
}
