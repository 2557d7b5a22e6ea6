import type { ShownService } from "./situation.ts";

/** The values that decide a service's place on the board. */
export type Placed = Pick<ShownService, "service" | "count" | "certainty" | "event">;

/**
 * The board's order:
 * 1. services with a count above 0, by earliest deadline (none is last), then by oldest change
 * 2. unsure services with an unknown count, where something may wait, in the catalog's order
 * 3. services where nothing waits, in the catalog's order
 * 4. muted services, in the same order among themselves
 * 5. `unheard` services
 * @param services in the catalog's order
 * @param muted canonical ids
 */
export function boardOrder<Shown extends Placed>(
  services: readonly Shown[],
  muted: ReadonlySet<string>,
): Shown[] {
  const keyOf = ({ service, count = 0, certainty, event }: Shown): readonly number[] => [
    certainty === "unheard" ? 1 : 0,
    muted.has(service.id) ? 1 : 0,
    count > 0 ? 0 : certainty === "unsure" ? 1 : 2,
    count > 0 ? (event?.dueAt ?? Number.POSITIVE_INFINITY) : 0,
    count > 0 ? (event?.occurredAt ?? 0) : 0,
  ];
  return services
    .map((shown) => ({ shown, key: keyOf(shown) }))
    .sort((a, b) => compare(a.key, b.key)) // stable, so equal keys keep the catalog's order
    .map(({ shown }) => shown);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
