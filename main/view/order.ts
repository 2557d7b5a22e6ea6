import type { ShownService } from "./situation.ts";

/** What decides a service's place on the board. */
export type Placed = Pick<ShownService, "service" | "count" | "certainty" | "event">;

/**
 * The board's order: what waits comes first, the earliest deadline before a later one and before none, then the oldest
 * change; then services whose count is unknown and of which something may wait; then those without anything waiting, both
 * in the catalog's order; then muted ones, among themselves the same; last of all those that never said anything.
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
    .sort((a, b) => compare(a.key, b.key)) // stable: equals keep the catalog's order
    .map(({ shown }) => shown);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
