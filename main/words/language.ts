import type { Language } from "../contract/catalog.ts";

/** Korean for a Korean locale, else English. */
export function languageOf(locale: string): Language {
  return /^ko([-_.]|$)/i.test(locale) ? "ko" : "en";
}
