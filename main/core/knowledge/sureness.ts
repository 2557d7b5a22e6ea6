import { announce } from "./announce.ts";
import { doubtsAfter } from "./doubt.ts";
import type { Effect } from "./effect.ts";
import { type Knowledge, servicesIn } from "./knowledge.ts";
import type { Verdict } from "./ledger.ts";
import { unsureIn, unsureOf } from "./unsure.ts";

/** Remembers whether a service's retained event can be read. Services that are not shown are not remembered. */
export function withReadable(
  state: Knowledge,
  service: string,
  isReadable: boolean,
  effects: Effect[],
): Knowledge {
  if (state.unreadable.has(service) !== isReadable) return state;
  if (!isReadable && !servicesIn(state).includes(service)) return state;
  const unreadable = new Set(state.unreadable);
  if (isReadable) unreadable.delete(service);
  else unreadable.add(service);
  const line = `${isReadable ? "sure again" : "not sure"}: ${service}`;
  effects.push({ kind: "refused", reason: line, line }); // counted, because a service may alternate quickly
  return { ...state, unreadable };
}

/** Updates the doubt about a service. @param found the verdict on the broker's event */
export function withDoubt(
  state: Knowledge,
  service: string,
  found: Verdict,
  now: number,
  effects: Effect[],
): Knowledge {
  const doubts = doubtsAfter(state.doubts, service, found, now);
  if (doubts === state.doubts) return state;
  const doubt = doubts.get(service);
  const what = doubt === undefined ? "over" : doubt.isConfirmed ? "confirmed" : "read again";
  effects.push({ kind: "log", level: "warn", line: `the broker holds an older event: ${service}: ${what}` });
  return { ...state, doubts };
}

/**
 * Announces changed counts after it is known which ones are sure. Counts that were unsure before may be told now.
 * @param before the knowledge before the input
 * @param changed canonical ids of services
 */
export function settled(
  before: Knowledge,
  after: Knowledge,
  changed: Iterable<string>,
  now: number,
  effects: Effect[],
): Knowledge {
  const isOther =
    after.doubts !== before.doubts ||
    after.unreadable !== before.unreadable ||
    unsureIn(after).join() !== unsureIn(before).join();
  let state = isOther ? { ...after, unsure: unsureOf(after) } : after;
  for (const service of changed) state = announce(state, { kind: "count", service }, now, effects);
  if (!isOther) return state;
  effects.push({ kind: "draw" });
  return announce(state, { kind: "tick" }, now, effects);
}
