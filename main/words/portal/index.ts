import type { Language } from "../../contract/catalog.ts";
import { portalEn } from "./en.ts";
import { type PortalWords, portalKo } from "./ko.ts";

const words: Readonly<Record<Language, PortalWords>> = { ko: portalKo, en: portalEn };

/** The portal's own texts, which a page loads with the web component. */
export function portalWordsIn(language: Language): PortalWords {
  return words[language];
}
