import type { ApprovalEvent } from "./event.ts";

/** Below 0 when `a` is older than `b`, 0 when they are the same moment of the service's counter, above 0 when newer. */
export function compareAge(
  a: Pick<ApprovalEvent, "epoch" | "sequence">,
  b: Pick<ApprovalEvent, "epoch" | "sequence">,
): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  return a.sequence === b.sequence ? 0 : a.sequence < b.sequence ? -1 : 1;
}
