import type { Language } from "../../contract/catalog.ts";
import { enrolmentPageEn } from "./en.ts";
import { type EnrolmentPageWords, enrolmentPageKo } from "./ko.ts";

export type { EnrolmentPageWords } from "./ko.ts";

const enrolmentPageWords: Readonly<Record<Language, EnrolmentPageWords>> = {
  ko: enrolmentPageKo,
  en: enrolmentPageEn,
};

export function enrolmentPageWordsIn(language: Language): EnrolmentPageWords {
  return enrolmentPageWords[language];
}
