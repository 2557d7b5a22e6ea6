import type { Attention } from "./attention.ts";

/** Rises within this time of each other are told together; milliseconds. */
export const COLLECT_FOR = 2_000;
/** However long a burst goes on, it is told after this time; milliseconds. */
export const COLLECT_AT_MOST = 10_000;

export function collectingSince(time: number): Attention["collecting"] {
  return { since: time, lastRise: time };
}

/** When what has been collected is told; null while nothing is. */
export function tellAt({ collecting, catchingUp }: Attention): number | null {
  if (collecting === null) return null;
  const atMost = collecting.since + COLLECT_AT_MOST;
  return catchingUp ? atMost : Math.min(collecting.lastRise + COLLECT_FOR, atMost);
}
