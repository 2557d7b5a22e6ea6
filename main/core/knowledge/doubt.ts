import { type Catalog, type Language, nameOf } from "../../contract/catalog.ts";
import { without } from "../attention/without.ts";
import type { Problem } from "../problem.ts";
import type { Verdict } from "./ledger.ts";

/**
 * Milliseconds after the first reading before which a second one says nothing: a copy of the stream may lag a moment
 * behind the others, and an event may come while the one before it is read.
 */
export const SECOND_READING_AFTER = 5_000;

/** That the broker was found to hold an older event of a service than is known, or none: it may have lost its data. */
export interface Doubt {
  /** The first reading; milliseconds since the Unix epoch. */
  readonly since: number;
  /** A second reading found the same. */
  readonly isConfirmed: boolean;
}

/** Keys are canonical service ids. */
export type Doubts = ReadonlyMap<string, Doubt>;

/**
 * The doubts after a service's retained event was read. Only what is read counts: what is sent may well be late. A newer
 * event, whatever way it comes, and a retained one that is the one held end a doubt.
 * @param found what the retained event is to the one that is held; none at all is an older one
 * @returns the same doubts when nothing has changed
 */
export function doubtsAfter(doubts: Doubts, service: string, found: Verdict, now: number): Doubts {
  if (found !== "stale") return without(doubts, [service]);
  const doubt = doubts.get(service);
  if (doubt?.isConfirmed === true) return doubts;
  if (doubt !== undefined && now >= doubt.since && now < doubt.since + SECOND_READING_AFTER) return doubts;
  // A clock that was set back does not say how long ago the first reading was: this one is the first.
  const isSecond = doubt !== undefined && now >= doubt.since;
  return new Map(doubts).set(service, { since: isSecond ? doubt.since : now, isConfirmed: isSecond });
}

/** Canonical ids of the services whose shown count may be wrong. */
export function confirmedDoubts(doubts: Doubts): readonly string[] {
  return [...doubts].filter(([, { isConfirmed }]) => isConfirmed).map(([id]) => id);
}

/** What the person is told of them: one problem that names every service whose shown count may be wrong. */
export function doubtProblems(doubts: Doubts, catalog: Catalog, language: Language): readonly Problem[] {
  const names = confirmedDoubts(doubts).map((id) => nameOf(language, catalog, id));
  return names.length === 0 ? [] : [{ key: "older-counts", args: [names.join(", ")] }];
}
