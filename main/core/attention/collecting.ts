import type { Attention, Collecting } from "./attention.ts";

/** Increases within this time of each other are combined into one notice. Milliseconds. */
export const COLLECT_FOR = 2_000;
/** Even during a longer burst a notice comes after this time. Milliseconds. */
export const COLLECT_AT_MOST = 10_000;

/** Starts to collect. @param time milliseconds since the Unix epoch */
export function collectingSince(time: number): Collecting {
  return { since: time, lastRise: time };
}

/** Collects one more. @param now milliseconds since the Unix epoch */
export function risen(collecting: Collecting | null, now: number): Collecting {
  return { since: collecting?.since ?? now, lastRise: now };
}

/** What a clock that was set back has left too far ahead begins now. */
export function sinceNow(collecting: Collecting | null, now: number): Collecting | null {
  if (collecting === null) return null;
  const { since, lastRise } = collecting;
  return { since: Math.min(since, now), lastRise: Math.min(lastRise, now) };
}

/** When the collected increases are told; null when none are collected. */
export function tellAt({
  collecting,
  catchingUp,
}: Pick<Attention, "collecting" | "catchingUp">): number | null {
  if (collecting === null) return null;
  const atMost = collecting.since + COLLECT_AT_MOST;
  return catchingUp ? atMost : Math.min(collecting.lastRise + COLLECT_FOR, atMost);
}

/** When the urgent ones are told, which may be in the past; null when none are collected. */
export function tellUrgentAt({ collectingUrgent, catchingUp }: Attention): number | null {
  return tellAt({ collecting: collectingUrgent, catchingUp });
}
