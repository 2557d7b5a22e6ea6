import type { Catalog } from "../../contract/catalog.ts";
import { confirmedDoubts, type Doubts } from "./doubt.ts";
import type { Ledger } from "./ledger.ts";

/** What the broker has told. */
interface Told {
  readonly catalog: Catalog;
  readonly ledger: Ledger;
}

/** What is known of how it was told. */
interface Known extends Told {
  readonly doubts: Doubts;
  /** Canonical ids of the services whose retained events could not be read or were refused. */
  readonly unreadable: ReadonlySet<string>;
}

/** Canonical ids of the services whose counts may be wrong. */
export function unsureOf(known: Known): ReadonlySet<string> {
  return new Set([...known.unreadable, ...confirmedDoubts(known.doubts), ...unsureIn(known)]);
}

/**
 * Canonical ids of the services whose newest event is not sure: it says so itself, or the order was begun anew and the
 * service has not spoken since, so that what is known of it may be what went wrong.
 */
export function unsureIn({ catalog, ledger }: Told): readonly string[] {
  const outdated = catalog.filter(
    ({ id, generation = 0 }) => generation > (ledger.get(id)?.generation ?? generation),
  );
  const unconfirmed = [...ledger].filter(([, { unsureSince }]) => unsureSince !== undefined);
  return [...outdated.map(({ id }) => id), ...unconfirmed.map(([id]) => id)];
}
