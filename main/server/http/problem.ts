import type { SentRefusal } from "../../contract/event.ts";
import type { PeopleEventRefusal } from "../../contract/people-event.ts";
import type { UserUnknown } from "../people/people.ts";

/** Why a request was not done: the contract's reasons, and those of HTTP. */
export type ProblemReason =
  | SentRefusal
  | UserUnknown
  | PeopleEventRefusal
  | "bad-service"
  | "conflicting-events"
  | "bad-cloudevent"
  | "no-events"
  | "too-many-events"
  | "unsupported-content"
  | "bad-request"
  | "bad-token"
  | "no-such-page"
  | "wrong-method"
  | "too-slow"
  | "too-many-requests"
  | "too-many-waiting"
  | "headers-too-large"
  | "unavailable"
  | "internal";

/** A refusal with its place in the request. */
export interface Problem {
  readonly reason: ProblemReason;
  /** English, for the programmer. It may quote the request. */
  readonly detail: string;
  /** Index of the event in the request, from 0; undefined if the request as a whole is concerned. */
  readonly event?: number;
  /** The field of the event, or the attribute of the CloudEvent. */
  readonly field?: string;
}

const KINDS: Readonly<Record<ProblemReason, readonly [status: number, title: string, field?: string]>> = {
  "not-utf8": [400, "The text is not UTF-8"],
  "not-json": [400, "The text is not JSON"],
  "no-events": [400, "The request has no event"],
  "bad-request": [400, "The request cannot be read"],
  "bad-token": [401, "The token is missing or not valid"],
  "service-mismatch": [403, "The token belongs to another service", "service"],
  "no-such-page": [404, "There is no such page"],
  "wrong-method": [405, "The page does not have this method"],
  "too-slow": [408, "The request took too long"],
  "conflicting-events": [409, "Two events have the same number and different content", "sequence"],
  "too-large": [413, "The request or an event is too large"],
  "too-many-events": [413, "The request has too many events"],
  "unsupported-content": [415, "The content type or encoding is not supported"],
  "not-an-object": [422, "The event is not a JSON object"],
  "bad-service": [422, "The service is not valid", "service"],
  "bad-user": [422, "The user is not valid", "user"],
  "user-unknown": [422, "The user is not in the people directory", "user"],
  "bad-count": [422, "The count is not valid", "count"],
  "bad-time": [422, "The time is not valid", "occurredAt"],
  "bad-sequence": [422, "The sequence is not valid", "sequence"],
  "sequence-unsafe": [422, "The sequence is too large", "sequence"],
  "bad-epoch": [422, "The epoch is not valid", "epoch"],
  "epoch-unsafe": [422, "The epoch is too large", "epoch"],
  "bad-due-time": [422, "The deadline is not valid", "dueAt"],
  "bad-oldest-time": [422, "The time of the oldest item is not valid", "oldestAt"],
  "bad-unsure-time": [422, "The time of the last confirmation is not valid", "unsureSince"],
  // The parser's text names which of the two.
  "bad-due-count": [422, "The number of due items is not valid"],
  "bad-type": [422, "The type of the event is not valid", "type"],
  "bad-new-id": [422, "The new id is not valid", "to"],
  "bad-aliases": [422, "The aliases are not valid", "aliases"],
  "bad-cloudevent": [422, "The CloudEvent is not valid"],
  "too-many-requests": [429, "The service sends too many requests"],
  "too-many-waiting": [429, "Too many events of the service wait"],
  "headers-too-large": [431, "The headers are too large"],
  internal: [500, "The server failed"],
  unavailable: [503, "The broker does not take events now"],
};

/** The HTTP status of a problem. */
export function statusOf(reason: ProblemReason): number {
  return KINDS[reason][0];
}

/** Every reason with its HTTP status and its title. */
export function problemKinds(): readonly {
  readonly reason: string;
  readonly status: number;
  readonly title: string;
}[] {
  return Object.entries(KINDS).map(([reason, [status, title]]) => ({ reason, status, title }));
}

/** The field that a reason of the contract is about. */
export function fieldOf(
  reason: SentRefusal | UserUnknown | PeopleEventRefusal,
  detail: string,
): string | undefined {
  return reason === "bad-due-count" ? /^"(\w+)"/.exec(detail)?.[1] : KINDS[reason][2];
}

/** The media type of {@link formatProblem}. */
export const PROBLEM_TYPE = "application/problem+json";

/** The JSON form of RFC 9457. `type` is `urn:alrimi:<reason>`. */
export function formatProblem({ reason, detail, event, field }: Problem): string {
  const [status, title] = KINDS[reason];
  return JSON.stringify({ type: `urn:alrimi:${reason}`, title, status, detail, event, field });
}
