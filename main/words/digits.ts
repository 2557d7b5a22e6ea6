import type { Language } from "../contract/catalog.ts";

/**
 * A count as text: `12,345`. Up to 999 it is the same in both languages, and no formatter is made: the first one of a
 * process costs 1.7 MiB and 28 ms (measured with Node 20).
 */
export function digits(language: Language, count: number): string {
  return count < 1_000 ? String(count) : count.toLocaleString(language);
}
