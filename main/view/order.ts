import type { Held } from "../core/attention/attention.ts";
import type { Calendar } from "../core/attention/calendar.ts";
import type { Row } from "../core/attention/decision.ts";
import { timeOnDay } from "../core/attention/hours.ts";
import { factsNow } from "../core/attention/waiting.ts";
import { type ShownService, type Situation, shownServices } from "./situation.ts";

/** The one order of services: on the board, in the tray's menu and tooltip, in notices and in the settings. */

/** The values that decide a service's place. */
export interface Placed extends Pick<ShownService, "count" | "certainty"> {
  readonly service: Pick<ShownService["service"], "id">;
  readonly event: Held | undefined;
}

/** When the services are ordered. `now` in milliseconds since the Unix epoch. */
export interface OrderedAt {
  readonly calendar: Calendar;
  readonly now: number;
}

/**
 * The services of a person in the order in which every surface shows them.
 * @param now milliseconds since the Unix epoch
 */
export function servicesInOrder(situation: Situation, now: number): ShownService[] {
  const services = shownServices(situation);
  const muted = services.filter(({ delivery }) => delivery === "off").map(({ service }) => service.id);
  return inOrder(services, new Set(muted), { calendar: situation.calendar, now });
}

/** The rows of a notice in the order of their services, by what was known when the notice was decided. */
export function rowsInOrder(
  rows: readonly Row[],
  situation: Pick<Situation, "calendar" | "catalog" | "ledger">,
  now: number,
): Row[] {
  const { calendar, catalog, ledger } = situation;
  const places = new Map(catalog.map(({ id }, place) => [id, place]));
  const placeOf = ({ service }: Row): number => places.get(service) ?? places.size;
  const placed = [...rows]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((row) => {
      const event = { occurredAt: ledger.get(row.service)?.occurredAt ?? now, ...row };
      return { service: { id: row.service }, count: row.count, certainty: "sure", event, row } as const;
    });
  return inOrder(placed, new Set(), { calendar, now }).map(({ row }) => row);
}

/**
 * The order:
 * 1. services with a count above 0: first with overdue approvals, then with a deadline, both by the earliest deadline,
 *    then by the oldest approval (or the last change, if the service does not say it)
 * 2. unsure services with an unknown count, where something may wait, in the catalog's order
 * 3. services where nothing waits, in the catalog's order
 * 4. muted services, in the same order among themselves
 * 5. `unheard` services
 * @param services in the catalog's order
 * @param muted canonical ids
 */
export function inOrder<Shown extends Placed>(
  services: readonly Shown[],
  muted: ReadonlySet<string>,
  at: OrderedAt,
): Shown[] {
  const keyOf = (shown: Shown): readonly number[] => {
    const { service, count = 0, certainty } = shown;
    return [
      certainty === "unheard" ? 1 : 0,
      muted.has(service.id) ? 1 : 0,
      count > 0 ? 0 : certainty === "unsure" ? 1 : 2,
      ...(count > 0 ? urgencyOf(shown, at) : []),
    ];
  };
  return services
    .map((shown) => ({ shown, key: keyOf(shown) }))
    .sort((a, b) => compare(a.key, b.key)) // stable, so equal keys keep the catalog's order
    .map(({ shown }) => shown);
}

/** Smaller is more urgent: overdue, due or neither; the earliest deadline; the oldest approval. */
function urgencyOf({ event }: Placed, { calendar, now }: OrderedAt): readonly number[] {
  if (event === undefined) return [];
  const { dueAt, overdue = 0, dueToday = 0, oldestAt } = factsNow(event, calendar, now);
  // What is due today has a deadline, even if the service does not say its time.
  const due = dueAt ?? (dueToday > 0 ? timeOnDay(calendar, now, "00:00", 1) : Number.POSITIVE_INFINITY);
  const stage = due <= now || overdue > 0 ? 0 : due === Number.POSITIVE_INFINITY ? 2 : 1;
  return [stage, due, oldestAt ?? event.occurredAt];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
