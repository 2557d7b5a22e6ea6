import { type ApprovalEvent, type EventRefusal, formatEvent, parseEventAt } from "../contract/event.ts";
import { MAX_EPOCH, MAX_SEQUENCE, parseSequence } from "../contract/event-fields.ts";
import { accept, type Refusal, type Result, refuse } from "../contract/result.ts";
import { parseRfc3339 } from "../contract/rfc3339.ts";
import { addressOf } from "./address.ts";

/** A Date, milliseconds since the Unix epoch, or an RFC 3339 date-time with offset. */
export type Instant = Date | number | string;

/** The event that a service publishes: the number of approvals that wait for a person. */
export interface PublishInput {
  readonly user: string;
  readonly service: string;
  /** 0 … 1,000,000. */
  readonly count: number;
  /** When the count changed; default: now. */
  readonly occurredAt?: Instant;
  /** The service's growing number, 0 … 2^63−1; default: one more than the retained event's. */
  readonly sequence?: bigint | number | string;
  /** Raised when the service's counter restarts, 0 … 2^31−1; default: 0, or without a sequence the retained event's. */
  readonly epoch?: number;
  /**
   * True when the service's counter has restarted: the event gets the retained event's epoch plus one. The default
   * sequence is 1. Cannot be combined with `epoch`.
   */
  readonly newEpoch?: boolean;
  /** The earliest deadline among the waiting items. */
  readonly dueAt?: Instant;
}

/** Why an input is refused. */
export type PublishRefusal = Refusal<"bad-id" | EventRefusal>;

/** A checked input. Its place in the order (epoch and sequence) may still be open. */
export interface EventDraft {
  readonly subject: string;
  /** Canonical ids. */
  readonly user: string;
  readonly service: string;
  readonly count: number;
  /** Milliseconds since the Unix epoch, as is `dueAt`. */
  readonly occurredAt: number;
  readonly dueAt: number | undefined;
  /** Undefined: the next after the retained event. */
  readonly sequence: bigint | undefined;
  readonly epoch: number | undefined;
  /** Whether it starts a new epoch. */
  readonly newEpoch: boolean;
  /** The event formed for the check. Often it is also the one that is sent. */
  readonly formed: Formed | undefined;
}

/** An event and its JSON in UTF-8. */
export interface Formed {
  readonly event: ApprovalEvent;
  readonly payload: Uint8Array;
}

/**
 * Checks an input, as far as possible without the retained event. A bad input is refused.
 * @param now milliseconds since the Unix epoch, the default of `occurredAt`
 * @throws only what a getter of the input throws
 */
export function checkInput(input: PublishInput, now: number): Result<EventDraft, PublishRefusal["reason"]> {
  const address = addressOf(input.user, input.service);
  if (!address.ok) return address;
  // A caller without types may pass any value. Values that JSON cannot express must not reach JSON.stringify.
  if (typeof input.count !== "number")
    return refuse("bad-count", `"count" must be a number, not ${typeof input.count}`);
  if (input.epoch !== undefined && typeof input.epoch !== "number") {
    return refuse("bad-epoch", `"epoch" must be a number, not ${typeof input.epoch}`);
  }
  if (input.newEpoch && input.epoch !== undefined) {
    return refuse("bad-epoch", '"epoch" and "newEpoch" exclude each other');
  }
  const occurredAt = readInstant(input.occurredAt ?? now);
  if (occurredAt === undefined) {
    return refuse(
      "bad-time",
      `"occurredAt" must be an RFC 3339 date-time with offset, not ${input.occurredAt}`,
    );
  }
  const dueAt = input.dueAt === undefined ? undefined : readInstant(input.dueAt);
  if (input.dueAt !== undefined && dueAt === undefined) {
    return refuse("bad-due-time", `"dueAt" must be an RFC 3339 date-time with offset, not ${input.dueAt}`);
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
  // The app's own parser reads it, so an event that the app would refuse is refused here.
  if (!formed.ok) return formed;
  const parsed = parseEventAt(address.value, formed.value.payload);
  if (!parsed.ok) return parsed;
  draft.formed = formed.value;
  return accept(draft);
}

const encoder = new TextEncoder();

/**
 * Forms the event of a draft at a place in the order. Refused only if the place exceeds the largest sequence or epoch.
 */
export function formEvent(
  draft: EventDraft,
  epoch: number,
  sequence: bigint,
): Result<Formed, "sequence-unsafe" | "epoch-unsafe"> {
  if (sequence > MAX_SEQUENCE) return refuse("sequence-unsafe", "there is no sequence after 2^63-1");
  if (epoch > MAX_EPOCH) return refuse("epoch-unsafe", "there is no epoch after 2^31-1");
  const { user, service, count, occurredAt, dueAt, formed } = draft;
  if (formed?.event.epoch === epoch && formed.event.sequence === sequence) return { ok: true, value: formed };
  const event: ApprovalEvent = {
    ...{ user, service, count, occurredAt, sequence, epoch, generation: 0 },
    ...(dueAt === undefined ? {} : { dueAt }),
  };
  return { ok: true, value: { event, payload: encoder.encode(formatEvent(event)) } };
}

function readInstant(instant: Instant): number | undefined {
  if (typeof instant === "string") return parseRfc3339(instant);
  const time =
    instant instanceof Date ? instant : new Date(typeof instant === "number" ? instant : Number.NaN);
  return Number.isFinite(time.getTime()) ? time.getTime() : undefined;
}
