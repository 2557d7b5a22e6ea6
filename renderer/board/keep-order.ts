/**
 * The order while somebody is about to point at a row: what is there stays where it is, whatever would sort before it
 * now; what is new comes last; what is gone leaves.
 * @param shown the services as they are drawn now
 * @param rows the rows in the order that they would have
 */
export function keepOrder<Row extends { readonly service: string }>(
  shown: readonly string[],
  rows: readonly Row[],
): readonly Row[] {
  const places = new Map(shown.map((service, index) => [service, index]));
  const placeOf = ({ service }: Row): number => places.get(service) ?? shown.length;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b)); // stable: several new ones keep their order
}
