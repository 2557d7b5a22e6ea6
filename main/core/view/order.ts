import type { ShownService } from "./situation.ts";

/** What decides a service's place on the board. */
export type Placed = Pick<ShownService, "service" | "count" | "event">;

/**
 * The board's order: what waits comes first, the earliest deadline before a later one and before none, then the oldest
 * change; then services without anything waiting, in the catalog's order; muted ones last, among themselves the same.
 * @param services in the catalog's order
 * @param muted canonical ids
 */
export function boardOrder<Shown extends Placed>(
  services: readonly Shown[],
  muted: ReadonlySet<string>,
): Shown[] {
  const keyOf = ({ service, count, event }: Shown): readonly number[] => [
    muted.has(service.id) ? 1 : 0,
    count > 0 ? 0 : 1,
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
