import type { ApprovalEvent } from "../../contract/event.ts";
import { compareAge } from "../../contract/order.ts";

/** The newest event per service, of one user. Keys are canonical service ids. */
export type Ledger = ReadonlyMap<string, ApprovalEvent>;

/** Maximum number of services. More are refused, because each costs memory and a row. */
export const MAX_LEDGER_SERVICES = 1_000;

/** An event compared with the one in the ledger: newer, equal or older. */
export type Verdict = "newer" | "duplicate" | "stale";

/**
 * Compares an event with the ledger by `(epoch, sequence)`. The order of arrival has no effect, so shuffled, doubled
 * and late events lead to the same ledger.
 */
export function judgeEvent(ledger: Ledger, event: ApprovalEvent): Verdict {
  const held = ledger.get(event.service);
  if (held === undefined) return "newer";
  const age = compareAge(event, held);
  return age > 0 ? "newer" : age === 0 ? "duplicate" : "stale";
}

/** The ledger with a newer event. The same ledger if the event is not newer, or if there are too many services. */
export function applyEvent(ledger: Ledger, event: ApprovalEvent): Ledger {
  if (ledger.size >= MAX_LEDGER_SERVICES && !ledger.has(event.service)) return ledger;
  return judgeEvent(ledger, event) === "newer" ? new Map(ledger).set(event.service, event) : ledger;
}
