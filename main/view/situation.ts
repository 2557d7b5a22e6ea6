import { type Catalog, type Language, nameIn, type Service } from "../contract/catalog.ts";
import type { ApprovalEvent } from "../contract/event.ts";
import { checkLink } from "../contract/link.ts";
import type { Calendar } from "../core/attention/calendar.ts";
import type { Connection } from "../core/connection.ts";
import type { Ledger } from "../core/knowledge/ledger.ts";
import type { Preferences } from "../core/preferences/preferences.ts";
import type { Problem } from "../core/problem.ts";

/** Everything that the views are drawn from. */
export interface Situation {
  readonly language: Language;
  readonly calendar: Calendar;
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  /**
   * Canonical ids of services whose count is not sure: what the broker holds of them cannot be read, is refused, or is
   * older than what is known. The count that was known before stays in the ledger; with none there it is unknown.
   */
  readonly unsure: ReadonlySet<string>;
  readonly connection: Connection;
  /** Milliseconds since the Unix epoch; so below. */
  readonly pausedUntil: number | null;
  /** Per service until when it is put off. */
  readonly snoozed: ReadonlyMap<string, number>;
  readonly preferences: Preferences;
  readonly linkOrigins: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * How far a service's count can be trusted while the connection is fresh. `unheard` is a service that never said anything
 * of this person: an empty state, and no fault.
 */
export type Certainty = "sure" | "unsure" | "unheard";

/** A service as it is shown: the catalog's order first, then services without a catalog entry, by id. */
export interface ShownService {
  readonly service: Service;
  readonly name: string;
  /** Undefined is unknown. A count of 0 that is not sure is unknown too: it is never shown as 0. */
  readonly count: number | undefined;
  readonly certainty: Certainty;
  /** The newest good event. */
  readonly event: ApprovalEvent | undefined;
  /** The approval page, when it may be opened. */
  readonly link: string | undefined;
}

export function shownServices(
  situation: Pick<Situation, "language" | "catalog" | "ledger" | "unsure" | "linkOrigins">,
): ShownService[] {
  const { catalog, ledger, unsure, language, linkOrigins } = situation;
  const listed = new Set(catalog.map((service) => service.id));
  const unlisted = [...ledger.keys()].filter((id) => !listed.has(id)).sort();
  return [...catalog, ...unlisted.map((id): Service => ({ id, name: {} }))].map((service) => {
    const event = ledger.get(service.id);
    const certainty = unsure.has(service.id) ? "unsure" : event === undefined ? "unheard" : "sure";
    const link = checkLink(service.url, linkOrigins);
    return {
      service,
      name: nameIn(language, service),
      count: certainty === "unsure" && event?.count === 0 ? undefined : event?.count,
      certainty,
      event,
      link: link.ok ? link.value : undefined,
    };
  });
}
