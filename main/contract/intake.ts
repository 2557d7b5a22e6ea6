import { parseDocument } from "./document.ts";
import type { ApprovalEvent, SentEvent, SentRefusal } from "./event.ts";
import { MAX_EPOCH, parseSequence } from "./event-fields.ts";
import type { PeopleConflict, PeopleEventRefusal } from "./people-event.ts";
import { accept, type Result, refuse } from "./result.ts";
import { canonicalId, idOfToken, subjectToken } from "./subject.ts";

/** `intake.<service>`: where a service sends its events. */
export function intakeSubject(service: unknown): Result<string, "bad-id"> {
  return under("intake", service);
}

/** `outcome.<service>`: what became of each event of a service. It is not stored. */
export function outcomeSubject(service: unknown): Result<string, "bad-id"> {
  return under("outcome", service);
}

/** The canonical id of the service in `intake.<service>`; undefined for another subject. */
export function serviceOfIntake(subject: string): string | undefined {
  const [root, token, ...rest] = subject.split(".");
  return root === "intake" && token !== undefined && rest.length === 0 ? idOfToken(token) : undefined;
}

function under(root: string, service: unknown): Result<string, "bad-id"> {
  const token = subjectToken(service);
  return token.ok ? accept(`${root}.${token.value}`) : refuse("bad-id", `service: ${token.detail}`);
}

/** The place of an event in the order of its service. */
export type Place = Pick<ApprovalEvent, "epoch" | "sequence">;

/**
 * Why an event was not kept as newest although it could be read: `duplicate` is kept already. `sequence-went-back` is
 * later by its time but not newer by its number, as after a restored database, and needs the service's owner.
 */
export type OlderReason = "superseded" | "sequence-went-back";

/**
 * Why an event was refused: the parser's reasons; a person whom the people directory does not know, or for whom there is
 * no room; what HR said that cannot be; or something that the keeper cannot handle.
 */
export type RefusedReason =
  | SentRefusal
  | ("bad-subject" | "user-unknown" | "no-room" | "cannot-keep")
  | PeopleEventRefusal
  | PeopleConflict;

/** What becomes of an event. */
export type Verdict =
  | { readonly outcome: "kept"; readonly reason?: "duplicate" }
  /** `newest` is what is kept. */
  | { readonly outcome: "older"; readonly reason: OlderReason; readonly newest: Place }
  | { readonly outcome: "refused"; readonly reason: RefusedReason; readonly detail: string };

/** What became of one event of the intake. */
export type Outcome = Verdict & {
  /** The event's number in the stream `INTAKE`, as in the broker's acknowledgement. */
  readonly intake: number;
  /** Undefined when the event could not be read. */
  readonly event: (Place & Pick<SentEvent, "user">) | undefined;
};

/** The JSON form of an outcome. {@link parseOutcome} reads it back. */
export function formatOutcome(outcome: Outcome): string {
  const { intake, event } = outcome;
  // JSON.stringify leaves an undefined field out.
  return JSON.stringify({
    intake,
    user: event?.user,
    sequence: event?.sequence.toString(),
    epoch: event?.epoch || undefined,
    outcome: outcome.outcome,
    reason: outcome.reason,
    newest: outcome.outcome === "older" ? wirePlace(outcome.newest) : undefined,
    detail: outcome.outcome === "refused" ? outcome.detail : undefined,
  });
}

function wirePlace({ epoch, sequence }: Place) {
  return { sequence: sequence.toString(), epoch: epoch === 0 ? undefined : epoch };
}

/** Maximum size of an outcome in bytes. */
const MAX_OUTCOME_BYTES = 4 * 1024;

/** Reads an outcome. Refused as `bad-outcome`. Reasons of a later version are passed on as they are. Never throws. */
export function parseOutcome(payload: Uint8Array): Result<Outcome, "bad-outcome"> {
  const document = parseDocument(payload, MAX_OUTCOME_BYTES);
  if (!document.ok) return refuse("bad-outcome", document.detail);
  const { intake, user, outcome, reason, newest, detail } = document.value as Readonly<
    Record<"intake" | "user" | "outcome" | "reason" | "newest" | "detail", unknown>
  >;
  if (typeof intake !== "number" || !Number.isSafeInteger(intake) || intake < 1) {
    return refuse("bad-outcome", '"intake" is no number of a message');
  }
  const id = canonicalId(user);
  const place = readPlace(document.value);
  const event = id.ok && place !== undefined ? { user: id.value, ...place } : undefined;
  if (outcome === "kept") {
    return accept({ intake, event, outcome, ...(reason === "duplicate" ? { reason } : {}) });
  }
  if (outcome === "refused" && typeof reason === "string") {
    return accept({
      ...{ intake, event, outcome, reason: reason as RefusedReason },
      detail: typeof detail === "string" ? detail : "",
    });
  }
  const than = readPlace(newest);
  if (outcome === "older" && typeof reason === "string" && than !== undefined) {
    return accept({ intake, event, outcome, reason: reason as OlderReason, newest: than });
  }
  return refuse("bad-outcome", "it says neither kept nor older nor refused");
}

function readPlace(value: unknown): Place | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { sequence, epoch = 0 } = value as Readonly<Record<string, unknown>>;
  const exact = parseSequence(sequence);
  const isEpoch = typeof epoch === "number" && Number.isInteger(epoch) && epoch >= 0 && epoch <= MAX_EPOCH;
  return exact.ok && isEpoch ? { epoch, sequence: exact.value } : undefined;
}
