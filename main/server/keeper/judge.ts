import type { ApprovalEvent, SentEvent } from "../../contract/event.ts";
import type { Verdict } from "../../contract/intake.ts";
import { compareAge } from "../../contract/order.ts";

/**
 * Compares an event with the retained one. Undefined when it is newer.
 * @param retained undefined when nothing is retained, or nothing that can be read
 */
export function judge(event: ApprovalEvent, retained: ApprovalEvent | undefined): Verdict | undefined {
  if (retained === undefined) return undefined;
  const age = compareAge(event, retained);
  if (age > 0) return undefined;
  if (age === 0 && event.count === retained.count && event.occurredAt === retained.occurredAt) {
    return { outcome: "kept", reason: "duplicate" };
  }
  // A delayed event is older by its time too. One that is later had a number that should have grown.
  const reason = event.occurredAt > retained.occurredAt ? "sequence-went-back" : "superseded";
  return olderThan(retained, reason);
}

/** Events of one person and service, judged together. */
export interface BurstVerdict<Item> {
  /** The newest, which is to be written; undefined when nothing is newer than what is retained. */
  readonly write: { readonly item: Item; readonly event: ApprovalEvent } | undefined;
  /** All others. They hold as soon as the newest is written. */
  readonly others: readonly { readonly item: Item; readonly verdict: Verdict }[];
}

/**
 * Judges events of one person and service that wait at the same time. Only the newest is written: the broker would
 * replace the others at once.
 * @param generation the generation of the events
 */
export function judgeBurst<Item extends { readonly sent: SentEvent }>(
  items: readonly Item[],
  generation: number,
  retained: ApprovalEvent | undefined,
): BurstVerdict<Item> {
  const others: { item: Item; verdict: Verdict }[] = [];
  let write: { readonly item: Item; readonly event: ApprovalEvent } | undefined;
  for (const item of items) {
    const event = { ...item.sent, generation };
    const verdict = judge(event, write?.event ?? retained);
    if (verdict !== undefined) {
      others.push({ item, verdict });
      continue;
    }
    if (write !== undefined) others.push({ item: write.item, verdict: olderThan(event, "superseded") });
    write = { item, event };
  }
  return { write, others };
}

function olderThan({ epoch, sequence }: ApprovalEvent, reason: "superseded" | "sequence-went-back"): Verdict {
  return { outcome: "older", reason, newest: { epoch, sequence } };
}
