import type { ApprovalEvent } from "../../contract/event.ts";
import { compareAge } from "../../contract/order.ts";

/** What the app holds: the newest event per service, of one user. Keys are canonical service ids. */
export type Ledger = ReadonlyMap<string, ApprovalEvent>;

/** Services of one person at the most; more are refused, for each costs memory and a row. */
export const MAX_LEDGER_SERVICES = 1_000;

/** What an event is to a ledger: newer than what is held, the event that is held itself, or older. */
export type Verdict = "newer" | "duplicate" | "stale";

/**
 * Whether an event changes a ledger. The order of arrival means nothing: only a higher `(epoch, sequence)` than the one
 * held for the service is newer, so any order, doubling and interleaving of the same events ends the same.
 */
export function judgeEvent(ledger: Ledger, event: ApprovalEvent): Verdict {
  const held = ledger.get(event.service);
  if (held === undefined) return "newer";
  const age = compareAge(event, held);
  return age > 0 ? "newer" : age === 0 ? "duplicate" : "stale";
}

/** A ledger that has taken one event in; the same ledger when the event is not newer, or one service too many. */
export function applyEvent(ledger: Ledger, event: ApprovalEvent): Ledger {
  if (ledger.size >= MAX_LEDGER_SERVICES && !ledger.has(event.service)) return ledger;
  return judgeEvent(ledger, event) === "newer" ? new Map(ledger).set(event.service, event) : ledger;
}
