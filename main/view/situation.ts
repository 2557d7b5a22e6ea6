import { type Catalog, type Delivery, type Language, nameIn, type Service } from "../contract/catalog.ts";
import type { ApprovalEvent } from "../contract/event.ts";
import { checkLink } from "../contract/link.ts";
import type { Calendar } from "../core/attention/calendar.ts";
import { deliveryOf, presetsOf } from "../core/attention/delivery.ts";
import { type Connection, initialConnection } from "../core/connection.ts";
import type { Ledger } from "../core/knowledge/ledger.ts";
import type { Week } from "../core/knowledge/weekly.ts";
import { DEFAULT_PREFERENCES, type Preferences } from "../core/preferences/preferences.ts";
import type { Problem } from "../core/problem.ts";
import type { Update } from "../core/update.ts";

/** The state from which tray, board and notices are drawn. */
export interface Situation {
  readonly language: Language;
  readonly calendar: Calendar;
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  /**
   * Canonical ids of services with an unsure count: the retained event cannot be read, is refused, or is older than the
   * known one. The known count stays in the ledger. Without one the count is unknown.
   */
  readonly unsure: ReadonlySet<string>;
  readonly connection: Connection;
  /** Milliseconds since the Unix epoch; null when not paused. */
  readonly pausedUntil: number | null;
  /** Per service the end of its snooze; milliseconds since the Unix epoch. */
  readonly snoozed: ReadonlyMap<string, number>;
  readonly preferences: Preferences;
  readonly linkOrigins: readonly string[];
  readonly problems: readonly Problem[];
  /** What came this week; null without a summary. */
  readonly week: Week | null;
  /** Another version that was installed over the running one. */
  readonly update: Update | null;
}

/** The situation of a person of whom nothing is known yet. */
export function nothingKnown(language: Language, calendar: Calendar): Situation {
  return {
    language,
    calendar,
    catalog: [],
    ledger: new Map(),
    connection: initialConnection(null),
    pausedUntil: null,
    unsure: new Set(),
    snoozed: new Map(),
    preferences: DEFAULT_PREFERENCES,
    linkOrigins: [],
    problems: [],
    week: null,
    update: null,
  };
}

/**
 * The reliability of a service's count while the connection is fresh. `unheard`: the service never sent an event for
 * this person. That is an empty state, not a fault.
 */
export type Certainty = "sure" | "unsure" | "unheard";

/** A service as it is shown. */
export interface ShownService {
  readonly service: Service;
  readonly name: string;
  /** Undefined when unknown. An unsure count of 0 is unknown too, and never shown as 0. */
  readonly count: number | undefined;
  readonly certainty: Certainty;
  /** The newest valid event. */
  readonly event: ApprovalEvent | undefined;
  /** The approval page, if `checkLink` allows it. */
  readonly link: string | undefined;
  readonly delivery: Delivery;
}

/** The services of the catalog in its order, then those without an entry by id. */
export function shownServices(
  situation: Pick<Situation, "language" | "catalog" | "ledger" | "unsure" | "linkOrigins" | "preferences">,
): ShownService[] {
  const { catalog, ledger, unsure, language, linkOrigins, preferences } = situation;
  const presets = presetsOf(catalog);
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
      delivery: deliveryOf(service.id, { preferences, presets }),
    };
  });
}
