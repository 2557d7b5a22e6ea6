import { type ApprovalEvent, parseEvent } from "../contract/event.ts";
import { compareAge } from "../contract/order.ts";
import { APPROVALS_STREAM } from "../contract/streams.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { directGet, storeOver } from "../nats/jetstream.ts";
import { isApiError } from "../nats/jetstream-api.ts";
import { type EventDraft, type Formed, formEvent, type PublishRefusal } from "./draft.ts";

/** The retained message of a subject. */
export interface RetainedEvent {
  /** Stream sequence; 0 without a message. */
  readonly revision: number;
  /** Undefined without a message, or if it is not a valid event. Then only its revision is compared. */
  readonly event: ApprovalEvent | undefined;
}

/** The result of one compare-and-set round. */
export type AttemptOutcome =
  | { readonly kind: "published"; readonly event: ApprovalEvent; readonly revision: number }
  /** The broker holds a newer event of this person and service. Nothing was written. */
  | { readonly kind: "already-newer"; readonly retained: ApprovalEvent }
  /** The broker holds this event already. Nothing was written. */
  | { readonly kind: "duplicate"; readonly retained: ApprovalEvent }
  | ({ readonly kind: "refused" } & Omit<PublishRefusal, "ok">);

/** The broker's answer to one write. */
export type WriteReply =
  | { readonly kind: "stored"; readonly revision: number }
  /** Another writer was faster. */
  | { readonly kind: "outrun" }
  /** The broker has seen the message id within its window. A read shows whether that message is retained now. */
  | { readonly kind: "seen-before" };

/**
 * Reads the retained event of a subject.
 * @param timeoutMs milliseconds
 * @throws {BrokerError} (rejects)
 */
export async function readRetained(
  connection: NatsConnection,
  subject: string,
  timeoutMs: number,
): Promise<RetainedEvent> {
  const message = await directGet(connection, APPROVALS_STREAM, subject, timeoutMs);
  if (message === undefined) return { revision: 0, event: undefined };
  const event = parseEvent(subject, message.data);
  return { revision: message.revision, event: event.ok ? event.value : undefined };
}

/**
 * Decides whether to write a draft over the retained event, and with which place in the order. Pure.
 * @param lateAt the present time in milliseconds since the Unix epoch, if the draft had to wait (see `overtakes`)
 */
export function compare(
  draft: EventDraft,
  retained: RetainedEvent,
  lateAt?: number,
): { readonly kind: "write"; readonly formed: Formed } | AttemptOutcome {
  if (lateAt !== undefined && draft.sequence === undefined && retained.event !== undefined) {
    const kind = overtakes(retained.event, draft, lateAt);
    if (kind !== undefined) return { kind, retained: retained.event };
  }
  const { epoch, sequence } = placeAfter(draft, retained);
  const formed = formEvent(draft, epoch, sequence);
  if (!formed.ok) return { kind: "refused", reason: formed.reason, detail: formed.detail };
  if (retained.event === undefined) return { kind: "write", formed: formed.value };
  const age = compareAge(formed.value.event, retained.event);
  if (age > 0) return { kind: "write", formed: formed.value };
  return { kind: age === 0 ? "duplicate" : "already-newer", retained: retained.event };
}

/**
 * The place of a draft in the order. Without a sequence it is the next after the retained event. Over an invalid event
 * it is the revision plus one. A writer without sequences never exceeds the stream's own counter, so this is newer
 * than all its events.
 */
function placeAfter(
  draft: EventDraft,
  { revision, event }: RetainedEvent,
): { epoch: number; sequence: bigint } {
  if (draft.newEpoch) return { epoch: (event?.epoch ?? 0) + 1, sequence: draft.sequence ?? 1n };
  if (draft.sequence !== undefined) return { epoch: draft.epoch ?? 0, sequence: draft.sequence };
  if (event === undefined) return { epoch: draft.epoch ?? 0, sequence: BigInt(revision) + 1n };
  const epoch = draft.epoch ?? event.epoch;
  return { epoch, sequence: epoch > event.epoch ? 1n : event.sequence + 1n };
}

/** A time further ahead than this comes from a wrong clock and is ignored. Milliseconds. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Compares a retained event with a draft without a sequence that had to wait (for the broker, or for a new process).
 * Meanwhile another instance of the service may have published, and "next after the retained event" would replace that
 * event. So the draft gives way to an event that occurred later. An equal retained event is the draft itself, whose
 * acknowledgement was lost.
 */
function overtakes(
  retained: ApprovalEvent,
  draft: EventDraft,
  now: number,
): "duplicate" | "already-newer" | undefined {
  if (draft.epoch !== undefined && draft.epoch !== retained.epoch) return undefined;
  const { occurredAt } = retained;
  if (occurredAt === draft.occurredAt && retained.count === draft.count && retained.dueAt === draft.dueAt) {
    return "duplicate";
  }
  const isPlausible = occurredAt <= now + CLOCK_TOLERANCE_MS;
  return occurredAt > draft.occurredAt && isPlausible ? "already-newer" : undefined;
}

/**
 * Writes an event if the subject still has `revision`.
 * @param options `timeoutMs` milliseconds; `withId` whether a message id protects against a doubled write
 * @throws {BrokerError} (rejects); the event may have been stored
 */
export async function writeOver(
  connection: NatsConnection,
  draft: EventDraft,
  { event, payload }: Formed,
  revision: number,
  options: { readonly timeoutMs: number; readonly withId: boolean },
): Promise<WriteReply> {
  const expectation = {
    revision,
    ...(options.withId ? { id: messageId(draft.subject, event, revision) } : {}),
  };
  const answer = await storeOver(connection, draft.subject, payload, expectation, options.timeoutMs);
  if (answer.ok) {
    return answer.fields["duplicate"] === true
      ? { kind: "seen-before" }
      : { kind: "stored", revision: Number(answer.fields["seq"]) };
  }
  if (isApiError(answer.error, "outrun")) return { kind: "outrun" };
  const { err_code = 0, description = "" } = answer.error;
  throw new BrokerError(
    isApiError(answer.error, "not-now") ? "no-stream" : "broker-refused",
    draft.subject,
    `${description} (${err_code})`,
  );
}

const PREFIX = "approvals.";

/** The id includes the revision. Otherwise a retry fails on newer servers, where the id is still "in process". */
function messageId(subject: string, { epoch, sequence }: ApprovalEvent, revision: number): string {
  const dot = subject.lastIndexOf(".");
  // The tokens and not the ids, which may hold characters that a header may not.
  const [user, service] = [subject.slice(PREFIX.length, dot), subject.slice(dot + 1)];
  return `${service}:${user}:${epoch}:${sequence}:${revision}`;
}
