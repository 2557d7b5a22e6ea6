import type { Language } from "../contract/catalog.ts";
import { oneLine } from "../contract/text.ts";
import type { Problem } from "../core/problem.ts";
import { en } from "./en.ts";
import { ko, type Messages } from "./ko.ts";

export type { Messages } from "./ko.ts";

const catalogues: Readonly<Record<Language, Messages>> = { ko, en };

export function messagesIn(language: Language): Messages {
  return catalogues[language];
}

export function describeProblem(messages: Messages, problem: Problem): string {
  const describe = messages.problems[problem.key] as (...args: readonly string[]) => string;
  return describe(...problem.args.map(oneLine)); // file names, ids and the words of systems: anything
}

/** Korean for a Korean locale, else English. */
export function languageOf(locale: string): Language {
  return /^ko([-_.]|$)/i.test(locale) ? "ko" : "en";
}
