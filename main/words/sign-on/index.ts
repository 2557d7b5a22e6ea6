import type { Language } from "../../contract/catalog.ts";
import { signOnEn } from "./en.ts";
import { type SignOnWords, signOnKo } from "./ko.ts";

const signOnWords: Readonly<Record<Language, SignOnWords>> = { ko: signOnKo, en: signOnEn };

export function signOnWordsIn(language: Language): SignOnWords {
  return signOnWords[language];
}
