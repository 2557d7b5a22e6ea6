import { type DocumentRefusal, parseDocument } from "./document.ts";
import {
  type EventFields,
  type FieldRefusal,
  isWholeNumber,
  MAX_GENERATION,
  readFields,
  show,
  type WireFields,
  wireMoment,
} from "./event-fields.ts";
import { accept, type Result, refuse } from "./result.ts";
import { type ApprovalsAddress, canonicalId, parseApprovalsSubject } from "./subject.ts";

/** Maximum size of one event's payload, in bytes. */
export const MAX_EVENT_BYTES = 8 * 1024;

/** One person's number of waiting approvals in one service, at one moment. */
export interface ApprovalEvent extends EventFields {
  /** Canonical ids. */
  readonly user: string;
  readonly service: string;
  /** The service's generation in the catalog when the event was kept, 0 … {@link MAX_GENERATION}. */
  readonly generation: number;
}

/** What a service sends. The generation is the keeper's to say. */
export type SentEvent = Omit<ApprovalEvent, "generation">;

/** Why an event is refused. The names are those of `build/writers/README.md`. */
export type EventRefusal =
  | "bad-subject"
  | DocumentRefusal
  | "service-mismatch"
  | "user-mismatch"
  | "bad-generation"
  | FieldRefusal;

/** Why what a service sent is refused. */
export type SentRefusal = DocumentRefusal | "service-mismatch" | "bad-user" | FieldRefusal;

/**
 * Reads the event in a message. A refusal gives the first fault. Unknown fields are ignored. Never throws.
 * @param subject the subject under which the broker stored it (the header `Nats-Subject`)
 * @param payload UTF-8 JSON, at most {@link MAX_EVENT_BYTES} bytes
 */
export function parseEvent(subject: string, payload: Uint8Array): Result<ApprovalEvent, EventRefusal> {
  const address = parseApprovalsSubject(subject);
  return address.ok ? parseEventAt(address.value, payload) : address;
}

/** {@link parseEvent} for a parsed subject. The events of a burst share a few subjects, so each is parsed once. */
export function parseEventAt(
  { user, service }: ApprovalsAddress,
  payload: Uint8Array,
): Result<ApprovalEvent, EventRefusal> {
  const document = parseDocument(payload, MAX_EVENT_BYTES);
  if (!document.ok) return document;
  const fields = document.value as WireFields;
  if (!isSameId(fields.service, service)) {
    return refuse("service-mismatch", `"service" is not the subject's ${JSON.stringify(service)}`);
  }
  if (!isSameId(fields.user, user)) {
    return refuse("user-mismatch", `"user" is not the subject's ${JSON.stringify(user)}`);
  }
  const generation = fields.generation ?? 0;
  if (!isWholeNumber(generation) || generation > MAX_GENERATION) {
    return refuse(
      "bad-generation",
      `"generation" must be a whole number from 0 to ${MAX_GENERATION}, not ${show(generation)}`,
    );
  }
  const said = readFields(fields);
  return said.ok ? accept({ user, service, generation: generation + 0, ...said.value }) : said;
}

/**
 * Reads what a service sends on `intake.<service>`. A refusal gives the first fault. Unknown fields are ignored, a
 * `generation` among them. Never throws.
 * @param service the canonical id of the subject
 * @param payload UTF-8 JSON, at most {@link MAX_EVENT_BYTES} bytes
 */
export function parseSentEvent(service: string, payload: Uint8Array): Result<SentEvent, SentRefusal> {
  const document = parseDocument(payload, MAX_EVENT_BYTES);
  if (!document.ok) return document;
  const fields = document.value as WireFields;
  if (!isSameId(fields.service, service)) {
    return refuse("service-mismatch", `"service" is not the subject's ${JSON.stringify(service)}`);
  }
  const user = canonicalId(fields.user);
  if (!user.ok) return refuse("bad-user", `"user": ${user.detail}`);
  const said = readFields(fields);
  return said.ok ? accept({ user: user.value, service, ...said.value }) : said;
}

/** The JSON form of an event. {@link parseEvent} reads it back as an equal event. */
export function formatEvent(event: ApprovalEvent | SentEvent): string {
  const { dueAt, oldestAt, dueToday, overdue, unsureSince } = event;
  const generation = "generation" in event ? event.generation : 0;
  return JSON.stringify({
    service: event.service,
    user: event.user,
    count: event.count,
    ...wireMoment(event),
    generation: generation === 0 ? undefined : generation,
    dueAt: dueAt === undefined ? undefined : new Date(dueAt).toISOString(),
    oldestAt: oldestAt === undefined ? undefined : new Date(oldestAt).toISOString(),
    dueToday,
    overdue,
    unsureSince: unsureSince === undefined ? undefined : new Date(unsureSince).toISOString(),
  });
}

function isSameId(value: unknown, canonical: string): boolean {
  if (value === canonical) return true; // the common case, without normalising
  const id = canonicalId(value);
  return id.ok && id.value === canonical;
}
