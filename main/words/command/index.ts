import type { Language } from "../../contract/catalog.ts";
import { type CommandWords, commandEn } from "./en.ts";
import { commandKo } from "./ko.ts";

export type { CommandWords } from "./en.ts";

const commandWords: Readonly<Record<Language, CommandWords>> = { ko: commandKo, en: commandEn };

export function commandWordsIn(language: Language): CommandWords {
  return commandWords[language];
}
