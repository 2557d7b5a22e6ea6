import { type ApprovalEvent, parseEvent } from "../contract/event.ts";
import { compareAge } from "../contract/order.ts";
import { APPROVALS_STREAM } from "../contract/streams.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { directGet, storeOver } from "../nats/jetstream.ts";
import { isApiError } from "../nats/jetstream-api.ts";
import { type EventDraft, type Formed, formEvent, type PublishRefusal } from "./draft.ts";

/** What the broker holds for a subject. */
export interface RetainedEvent {
  /** Stream sequence; 0 when nothing is held. */
  readonly revision: number;
  /** Undefined when nothing is held, or something that is no event: it counts for the comparison of revisions only. */
  readonly event: ApprovalEvent | undefined;
}

export type AttemptOutcome =
  | { readonly kind: "published"; readonly event: ApprovalEvent; readonly revision: number }
  /** The broker holds a newer event of this person and service: nothing was written. */
  | { readonly kind: "already-newer"; readonly retained: ApprovalEvent }
  /** The broker holds this event already. */
  | { readonly kind: "duplicate"; readonly retained: ApprovalEvent }
  | ({ readonly kind: "refused" } & Omit<PublishRefusal, "ok">);

/** What the broker said to one write. */
export type WriteReply =
  | { readonly kind: "stored"; readonly revision: number }
  /** Another writer was faster. */
  | { readonly kind: "outrun" }
  /** The broker has seen the message id within its window: whether it is what is retained now, a read tells. */
  | { readonly kind: "seen-before" };

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
 * What to write over what is retained, or why nothing. Pure.
 * @param lateAt milliseconds since the Unix epoch, when the draft had to wait and may have been overtaken meanwhile: see
 *   `overtakes`
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
 * The place of a draft in the order. Without a sequence it is the next after the retained event. Over garbage it is the
 * revision: such a writer's sequence never outgrows the stream's own counter, so this is newer than all it ever wrote.
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

/** A clock that is further ahead (ms) than this is wrong, and proves nothing. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * What is retained against a draft that has no sequence and had to wait (the broker was away, the process was killed):
 * "next after whatever is retained" would put it over what another instance of the service wrote meanwhile. So it gives
 * way to what occurred later; and what says the same is itself, stored before its acknowledgement was lost.
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

/** @throws {BrokerError} */
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

/** Without the revision in it a retry of the same event fails on newer servers: its id is "in process". */
function messageId(subject: string, { epoch, sequence }: ApprovalEvent, revision: number): string {
  const dot = subject.lastIndexOf(".");
  const [user, service] = [subject.slice(PREFIX.length, dot), subject.slice(dot + 1)]; // ids may hold what headers may not
  return `${service}:${user}:${epoch}:${sequence}:${revision}`;
}
