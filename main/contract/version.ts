/** Compares two versions, such as `0.2.1`, by their leading numbers. Below 0 when `one` is older; 0 when they are equal. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [numbersOf(one), numbersOf(other)];
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    const difference = (first[at] ?? 0) - (second[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return /^[\d.]*/.exec(version)?.[0].split(".").map(Number) ?? [];
}
