import type { Language } from "../../contract/catalog.ts";
import { type PeopleCommandWords, peopleCommandEn } from "./en.ts";
import { peopleCommandKo } from "./ko.ts";

export type { PeopleCommandWords } from "./en.ts";

const peopleCommandWords: Readonly<Record<Language, PeopleCommandWords>> = {
  ko: peopleCommandKo,
  en: peopleCommandEn,
};

export function peopleCommandWordsIn(language: Language): PeopleCommandWords {
  return peopleCommandWords[language];
}
