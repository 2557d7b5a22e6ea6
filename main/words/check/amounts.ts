/** `hong.gd, kim.ys, …`. */
export function listOf({
  people,
  examples,
}: {
  readonly people: number;
  readonly examples: readonly string[];
}): string {
  return `${examples.join(", ")}${people > examples.length ? ", …" : ""}`;
}

/** `12.0 MiB / 144.0 MiB`. */
export function sizeOf(bytes: number, limit: number | null): string {
  const mib = (size: number): string => `${(size / 1024 ** 2).toFixed(1)} MiB`;
  return limit === null ? mib(bytes) : `${mib(bytes)} / ${mib(limit)}`;
}
