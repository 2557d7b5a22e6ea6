import type { Language } from "../contract/catalog.ts";
import { oneLine } from "../contract/text.ts";
import type { Preferences } from "../core/preferences/preferences.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

/** The message catalogue: one entry for every text, the same in every language. */
export type Messages = typeof ko;

/** A condition to be told in words: the catalogue's entry and its arguments. */
export type Problem = {
  [Key in keyof Messages["problems"]]: {
    readonly key: Key;
    readonly args: Parameters<Messages["problems"][Key]>;
  };
}[keyof Messages["problems"]];

const catalogues: Readonly<Record<Language, Messages>> = { ko, en };

export function messagesIn(language: Language): Messages {
  return catalogues[language];
}

export function describeProblem(messages: Messages, problem: Problem): string {
  const describe = messages.problems[problem.key] as (...args: readonly string[]) => string;
  return describe(...problem.args.map(oneLine)); // file names, ids and the words of systems: anything
}

/** The language that a person chose, or the system's. */
export function languageFor({ language }: Pick<Preferences, "language">, system: Language): Language {
  return language === "system" ? system : language;
}

/** Korean for a Korean locale, else English. */
export function languageOf(locale: string): Language {
  return /^ko([-_.]|$)/i.test(locale) ? "ko" : "en";
}
