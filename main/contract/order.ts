import type { ApprovalEvent } from "./event.ts";

/** The place of an event in the order of its person and service. */
export type Age = Pick<ApprovalEvent, "generation" | "epoch" | "sequence">;

/**
 * Compares `(generation, epoch, sequence)`: below 0 when `a` is older than `b`, 0 when they are equal, above 0 when `a`
 * is newer.
 */
export function compareAge(a: Age, b: Age): number {
  if (a.generation !== b.generation) return a.generation - b.generation;
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  return a.sequence === b.sequence ? 0 : a.sequence < b.sequence ? -1 : 1;
}
