import type { Language } from "../contract/catalog.ts";

/**
 * A count as it is read: `12,345`. Up to 999 it looks the same in every language of ours, and the first formatter that a
 * process makes costs it 1.7 MiB and 28 ms (measured with Node 20): an app that sits in the tray has none.
 */
export function digits(language: Language, count: number): string {
  return count < 1_000 ? String(count) : count.toLocaleString(language);
}
