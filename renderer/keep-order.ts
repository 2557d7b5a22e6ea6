/**
 * Order of the rows while the person may be pointing at one: existing rows keep their places, new ones come last.
 * @param shown services in the drawn order
 * @param rows rows in their proper order
 */
export function keepOrder<Row extends { readonly service: string }>(
  shown: readonly string[],
  rows: readonly Row[],
): readonly Row[] {
  const places = new Map(shown.map((service, index) => [service, index]));
  const placeOf = ({ service }: Row): number => places.get(service) ?? shown.length;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b)); // stable: new rows keep their order
}
