import type { Language } from "../../contract/catalog.ts";
import { type FleetCommandWords, fleetCommandEn } from "./en.ts";
import { fleetCommandKo } from "./ko.ts";

export type { FleetCommandWords } from "./en.ts";

const fleetCommandWords: Readonly<Record<Language, FleetCommandWords>> = {
  ko: fleetCommandKo,
  en: fleetCommandEn,
};

export function fleetCommandWordsIn(language: Language): FleetCommandWords {
  return fleetCommandWords[language];
}
