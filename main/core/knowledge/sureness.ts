import { announce } from "./announce.ts";
import { confirmedDoubts, doubtsAfter } from "./doubt.ts";
import type { Effect } from "./effect.ts";
import { type Knowledge, servicesIn } from "./knowledge.ts";
import type { Verdict } from "./ledger.ts";

/** Whether what the broker holds of a service can be read. Of a service that is not shown nothing is remembered. */
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
  effects.push({ kind: "refused", reason: line, line }); // a service may go to and fro
  return { ...state, unreadable };
}

/** @param found what the broker's event is to the one that is held */
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
  effects.push({ kind: "log", level: "warn", line: `older than known at the broker: ${service}: ${what}` });
  return { ...state, doubts };
}

/**
 * Tells of counts that have changed, once it is known which ones are sure; what was not told because nobody was sure may
 * be told now.
 * @param before with the doubts of before
 * @param changed canonical ids of services
 */
export function settled(
  before: Knowledge,
  after: Knowledge,
  changed: Iterable<string>,
  now: number,
  effects: Effect[],
): Knowledge {
  const isOther = after.doubts !== before.doubts || after.unreadable !== before.unreadable;
  let state = isOther
    ? { ...after, unsure: new Set([...after.unreadable, ...confirmedDoubts(after.doubts)]) }
    : after;
  for (const service of changed) state = announce(state, { kind: "count", service }, now, effects);
  if (!isOther) return state;
  effects.push({ kind: "draw" });
  return announce(state, { kind: "tick" }, now, effects);
}
