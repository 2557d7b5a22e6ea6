import type { ApprovalEvent } from "./event.ts";

/**
 * Compares `(epoch, sequence)`: below 0 when `a` is older than `b`, 0 when they are equal, above 0 when `a` is newer.
 */
export function compareAge(
  a: Pick<ApprovalEvent, "epoch" | "sequence">,
  b: Pick<ApprovalEvent, "epoch" | "sequence">,
): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  return a.sequence === b.sequence ? 0 : a.sequence < b.sequence ? -1 : 1;
}
