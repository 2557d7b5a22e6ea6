import type { Language } from "../../contract/catalog.ts";
import { type ReaderCommandWords, readerCommandEn } from "./en.ts";
import { readerCommandKo } from "./ko.ts";

export type { ReaderCommandWords } from "./en.ts";

const readerCommandWords: Readonly<Record<Language, ReaderCommandWords>> = {
  ko: readerCommandKo,
  en: readerCommandEn,
};

export function readerCommandWordsIn(language: Language): ReaderCommandWords {
  return readerCommandWords[language];
}
