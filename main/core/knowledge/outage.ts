import { nextWorkingMoment } from "../attention/hours.ts";
import { silenceOf } from "../attention/silence.ts";
import type { Outage } from "../connection.ts";
import type { Effect } from "./effect.ts";
import type { Knowledge } from "./knowledge.ts";

/** The tag of the notice about an outage. */
export const OUTAGE_TAG = "outage";

/** Milliseconds without current counts, after which the person is told. */
const TOLD_AFTER = 15 * 60_000;
/** Milliseconds. A look that comes so much later than it was wanted means that the PC slept. */
const SLEPT = 60_000;

/** The outage after a change of the connection. Its notice is withdrawn when the counts are current again. */
export function outageAfter({ connection, outage }: Knowledge, now: number, effects: Effect[]): Outage {
  // Settings that cannot be used open a dialog of their own.
  if (connection.kind !== "fresh" && connection.kind !== "misconfigured") {
    return outage ?? { since: now, isTold: false };
  }
  if (outage?.isTold) effects.push({ kind: "withdraw", tag: OUTAGE_TAG });
  return null;
}

/**
 * Tells once of an outage that lasts, quietly and in working hours. A PC that slept, or has no network at all, is no
 * outage: the 15 minutes begin again.
 * @param isOnline whether the PC has any network
 */
export function lookAtOutage(known: Knowledge, isOnline: boolean, now: number, effects: Effect[]): Outage {
  // A clock that was ahead, and was set right, must not put it off.
  const isAhead = known.outage !== null && known.outage.since > now;
  const state = isAhead ? { ...known, outage: { ...known.outage, since: now } } : known;
  const { outage, connection, attention, preferences, person } = state;
  const dueAt = outageDueAt(state);
  if (outage === null || dueAt === null || now < dueAt) return outage;
  const { calendar } = person;
  const isHeld = attention.presence.isLocked || silenceOf(attention, { preferences, calendar, now }) !== null;
  if (!isOnline || isHeld || now > dueAt + SLEPT) return { since: now, isTold: false };
  const cause = connection.kind === "stale" ? connection.cause : "refused";
  effects.push({ kind: "tell-outage", cause, lastContact: connection.lastContact });
  return { ...outage, isTold: true };
}

/** When to look at the outage; null if there is nothing to tell. Milliseconds since the Unix epoch. */
export function outageDueAt({ outage, preferences, person }: Knowledge): number | null {
  if (outage === null || outage.isTold) return null;
  return nextWorkingMoment(person.calendar, preferences, outage.since + TOLD_AFTER);
}
