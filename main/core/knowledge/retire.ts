import type { Catalog } from "../../contract/catalog.ts";
import type { Ledger } from "./ledger.ts";

export interface Retirement {
  readonly ledger: Ledger;
  /** Canonical ids of every service that has left the catalog and not come back. */
  readonly retired: ReadonlySet<string>;
  /** Those that left just now. */
  readonly removed: readonly string[];
}

/** A service that leaves the catalog leaves the ledger, and its events are not taken until it comes back. */
export function retireServices(
  ledger: Ledger,
  retired: ReadonlySet<string>,
  before: Catalog,
  after: Catalog,
): Retirement {
  const listed = new Set(after.map(({ id }) => id));
  const removed = before.map(({ id }) => id).filter((id) => !listed.has(id));
  return {
    ledger: new Map([...ledger].filter(([service]) => !removed.includes(service))),
    retired: new Set([...retired, ...removed].filter((id) => !listed.has(id))),
    removed,
  };
}
