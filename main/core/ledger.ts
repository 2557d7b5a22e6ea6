import type { ApprovalEvent } from "./event.ts";

/** What the app holds: the newest event per service, of one user. Keys are canonical service ids. */
export type Ledger = ReadonlyMap<string, ApprovalEvent>;

export type Applied =
  /** The event is newer than what was held; `previousCount` is 0 when nothing was. */
  | { readonly kind: "applied"; readonly ledger: Ledger; readonly previousCount: number }
  /** The event itself is held already. */
  | { readonly kind: "duplicate" }
  /** A newer event is held. */
  | { readonly kind: "stale" };

/** Below 0 when `a` is older than `b`, 0 when they are the same moment of the service's counter, above 0 when newer. */
export function compareAge(
  a: Pick<ApprovalEvent, "epoch" | "sequence">,
  b: Pick<ApprovalEvent, "epoch" | "sequence">,
): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  return a.sequence === b.sequence ? 0 : a.sequence < b.sequence ? -1 : 1;
}

/**
 * Takes one event in. The order of arrival means nothing: only a higher `(epoch, sequence)` than the one held for
 * the service changes the ledger, so any order, doubling and interleaving of the same events ends the same.
 */
export function applyEvent(ledger: Ledger, event: ApprovalEvent): Applied {
  const held = ledger.get(event.service);
  if (held !== undefined) {
    const age = compareAge(event, held);
    if (age === 0) return { kind: "duplicate" };
    if (age < 0) return { kind: "stale" };
  }
  return {
    kind: "applied",
    ledger: new Map(ledger).set(event.service, event),
    previousCount: held?.count ?? 0,
  };
}
