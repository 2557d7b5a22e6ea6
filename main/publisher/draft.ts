import {
  type ApprovalEvent,
  type EventRefusal,
  formatEvent,
  MAX_EPOCH,
  MAX_SEQUENCE,
  parseEventAt,
  parseSequence,
} from "../contract/event.ts";
import { accept, type Refusal, type Result, refuse } from "../contract/result.ts";
import { parseRfc3339 } from "../contract/rfc3339.ts";
import { addressOf } from "./address.ts";

/** An instant: a Date, milliseconds since the Unix epoch, or an RFC 3339 text with offset. */
export type Instant = Date | number | string;

/** What a service has to say: so many approvals wait for this person. */
export interface PublishInput {
  readonly user: string;
  readonly service: string;
  /** 0 … 1,000,000. */
  readonly count: number;
  /** When the count became so; now when left out. */
  readonly occurredAt?: Instant;
  /** The service's own growing number; left out, one more than that of the retained event is taken. */
  readonly sequence?: bigint | number | string;
  /** Raised when the service's counter had to restart; default 0, without a sequence that of the retained event. */
  readonly epoch?: number;
  /**
   * The service's counter had to restart: takes the retained event's epoch plus one, and sequence 1 when none is given.
   * Not together with `epoch`.
   */
  readonly newEpoch?: boolean;
  /** The earliest deadline among the waiting items. */
  readonly dueAt?: Instant;
}

export type PublishRefusal = Refusal<"bad-id" | EventRefusal>;

/** A checked input, plain data: only its place in the service's order may be open yet. */
export interface EventDraft {
  readonly subject: string;
  /** Canonical ids. */
  readonly user: string;
  readonly service: string;
  readonly count: number;
  /** Milliseconds since the Unix epoch, as is `dueAt`. */
  readonly occurredAt: number;
  readonly dueAt: number | undefined;
  /** Undefined when it follows whatever is retained. */
  readonly sequence: bigint | undefined;
  readonly epoch: number | undefined;
  /** Whether it begins an epoch of its own, whatever is retained. */
  readonly newEpoch: boolean;
  /** What was read back when it was checked; most often it is already what goes out. */
  readonly formed: Formed | undefined;
}

/** An event and the bytes that say it. */
export interface Formed {
  readonly event: ApprovalEvent;
  readonly payload: Uint8Array;
}

/**
 * Checks everything that can be checked before the retained event is known.
 * @param now milliseconds since the Unix epoch, for an input that has no `occurredAt`
 */
export function checkInput(input: PublishInput, now: number): Result<EventDraft, PublishRefusal["reason"]> {
  const address = addressOf(input.user, input.service);
  if (!address.ok) return address;
  // A caller without types may give anything: what JSON cannot say must not get as far as JSON.
  if (typeof input.count !== "number")
    return refuse("bad-count", `"count" is a number, not ${typeof input.count}`);
  if (input.epoch !== undefined && typeof input.epoch !== "number") {
    return refuse("bad-epoch", `"epoch" is a number, not ${typeof input.epoch}`);
  }
  if (input.newEpoch && input.epoch !== undefined) {
    return refuse("bad-epoch", '"epoch" and "newEpoch" exclude each other');
  }
  const occurredAt = readInstant(input.occurredAt ?? now);
  if (occurredAt === undefined) {
    return refuse("bad-time", `"occurredAt" is an RFC 3339 date-time with offset, not ${input.occurredAt}`);
  }
  const dueAt = input.dueAt === undefined ? undefined : readInstant(input.dueAt);
  if (input.dueAt !== undefined && dueAt === undefined) {
    return refuse("bad-due-time", `"dueAt" is an RFC 3339 date-time with offset, not ${input.dueAt}`);
  }
  const given = typeof input.sequence === "bigint" ? input.sequence.toString() : input.sequence;
  const sequence = given === undefined ? undefined : parseSequence(given);
  if (sequence !== undefined && !sequence.ok) return sequence;
  const { subject, user, service } = address.value;
  const draft = {
    subject,
    user,
    service,
    count: input.count,
    occurredAt,
    dueAt,
    sequence: sequence?.value,
    epoch: input.epoch,
    newEpoch: input.newEpoch === true,
    formed: undefined as Formed | undefined,
  };
  const formed = formEvent(draft, draft.epoch ?? 0, draft.sequence ?? 0n);
  // Read back as the app will read it, so what the app would refuse is refused here.
  if (!formed.ok) return formed;
  const parsed = parseEventAt(address.value, formed.value.payload);
  if (!parsed.ok) return parsed;
  draft.formed = formed.value;
  return accept(draft);
}

const encoder = new TextEncoder();

/** The event of a checked draft at a place in the order; that there is such a place is all that can still be wrong. */
export function formEvent(
  draft: EventDraft,
  epoch: number,
  sequence: bigint,
): Result<Formed, "sequence-unsafe" | "epoch-unsafe"> {
  if (sequence > MAX_SEQUENCE) return refuse("sequence-unsafe", "there is no sequence after 2^63-1");
  if (epoch > MAX_EPOCH) return refuse("epoch-unsafe", "there is no epoch after 2^31-1");
  const { user, service, count, occurredAt, dueAt, formed } = draft;
  if (formed?.event.epoch === epoch && formed.event.sequence === sequence) return { ok: true, value: formed };
  const event: ApprovalEvent =
    dueAt === undefined
      ? { user, service, count, occurredAt, sequence, epoch }
      : { user, service, count, occurredAt, sequence, epoch, dueAt };
  return { ok: true, value: { event, payload: encoder.encode(formatEvent(event)) } };
}

function readInstant(instant: Instant): number | undefined {
  if (typeof instant === "string") return parseRfc3339(instant);
  const time =
    instant instanceof Date ? instant : new Date(typeof instant === "number" ? instant : Number.NaN);
  return Number.isFinite(time.getTime()) ? time.getTime() : undefined;
}
