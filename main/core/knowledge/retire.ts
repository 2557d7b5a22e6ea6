import type { Catalog } from "../../contract/catalog.ts";
import type { Ledger } from "./ledger.ts";

/** The result of {@link retireServices}. */
export interface Retirement {
  readonly ledger: Ledger;
  /** Canonical ids of all services that left the catalog and did not come back. */
  readonly retired: ReadonlySet<string>;
  /** Those that left with this change. */
  readonly removed: readonly string[];
}

/** Removes services that left the catalog from the ledger. Their events are refused until they come back. */
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
