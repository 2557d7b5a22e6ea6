import { type Catalog, type Language, nameOf } from "../../contract/catalog.ts";
import { without } from "../attention/without.ts";
import type { Problem } from "../problem.ts";
import type { Verdict } from "./ledger.ts";

/**
 * Milliseconds. A second reading within this time does not confirm a doubt: a replica may lag behind the others, and an
 * event may arrive while the one before it is read.
 */
export const SECOND_READING_AFTER = 5_000;

/** The broker holds an older event of a service than the known one, or none. It may have lost data. */
export interface Doubt {
  /** Time of the first reading; milliseconds since the Unix epoch. */
  readonly since: number;
  /** A second reading found the same. */
  readonly isConfirmed: boolean;
}

/** Keys are canonical service ids. */
export type Doubts = ReadonlyMap<string, Doubt>;

/**
 * The doubts after an event. Only a retained event can raise a doubt, because a live event may be late. A newer event,
 * live or retained, ends it, and so does a retained event that equals the known one.
 * @param found the verdict on the event; a missing retained event is `stale`
 * @param now milliseconds since the Unix epoch
 * @returns the same map if nothing has changed
 */
export function doubtsAfter(doubts: Doubts, service: string, found: Verdict, now: number): Doubts {
  if (found !== "stale") return without(doubts, [service]);
  const doubt = doubts.get(service);
  if (doubt?.isConfirmed === true) return doubts;
  if (doubt !== undefined && now >= doubt.since && now < doubt.since + SECOND_READING_AFTER) return doubts;
  // After the clock was set back, the time since the first reading is unknown. So this reading is the first one.
  const isSecond = doubt !== undefined && now >= doubt.since;
  return new Map(doubts).set(service, { since: isSecond ? doubt.since : now, isConfirmed: isSecond });
}

/** Canonical ids of the services with a confirmed doubt: their shown counts may be wrong. */
export function confirmedDoubts(doubts: Doubts): readonly string[] {
  return [...doubts].filter(([, { isConfirmed }]) => isConfirmed).map(([id]) => id);
}

/** One problem that names every service with a confirmed doubt; empty without one. */
export function doubtProblems(doubts: Doubts, catalog: Catalog, language: Language): readonly Problem[] {
  const names = confirmedDoubts(doubts).map((id) => nameOf(language, catalog, id));
  return names.length === 0 ? [] : [{ key: "older-counts", args: [names.join(", ")] }];
}
