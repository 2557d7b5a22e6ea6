import type { Language } from "../../contract/catalog.ts";
import { type KitCommandWords, kitCommandEn } from "./en.ts";
import { kitCommandKo } from "./ko.ts";

export type { KitCommandWords } from "./en.ts";

const kitCommandWords: Readonly<Record<Language, KitCommandWords>> = { ko: kitCommandKo, en: kitCommandEn };

export function kitCommandWordsIn(language: Language): KitCommandWords {
  return kitCommandWords[language];
}
