import type { Language } from "../../contract/catalog.ts";
import { type EnrolmentCommandWords, enrolmentCommandEn } from "./en.ts";
import { enrolmentCommandKo } from "./ko.ts";

export type { EnrolmentCommandWords } from "./en.ts";

const enrolmentCommandWords: Readonly<Record<Language, EnrolmentCommandWords>> = {
  ko: enrolmentCommandKo,
  en: enrolmentCommandEn,
};

export function enrolmentCommandWordsIn(language: Language): EnrolmentCommandWords {
  return enrolmentCommandWords[language];
}
