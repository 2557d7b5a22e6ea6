import type { Attention } from "./attention.ts";

/** Increases within this time of each other are combined into one notice. Milliseconds. */
export const COLLECT_FOR = 2_000;
/** Even during a longer burst a notice comes after this time. Milliseconds. */
export const COLLECT_AT_MOST = 10_000;

/** Starts to collect. @param time milliseconds since the Unix epoch */
export function collectingSince(time: number): Attention["collecting"] {
  return { since: time, lastRise: time };
}

/** When the collected increases are told; null when none are collected. */
export function tellAt({ collecting, catchingUp }: Attention): number | null {
  if (collecting === null) return null;
  const atMost = collecting.since + COLLECT_AT_MOST;
  return catchingUp ? atMost : Math.min(collecting.lastRise + COLLECT_FOR, atMost);
}
