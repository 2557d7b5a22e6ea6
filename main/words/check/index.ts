import type { Language } from "../../contract/catalog.ts";
import type { Finding, Level } from "../../contract/findings.ts";
import { findingEn } from "./en.ts";
import { type FindingWords, findingKo } from "./ko.ts";

const findingWords: Readonly<Record<Language, FindingWords>> = { ko: findingKo, en: findingEn };

const MARKS: Readonly<Record<Level, string>> = { ok: "✓", warning: "!", bad: "✗", unknown: "?" };

/** One line: a mark for the level, what was found, what to do. */
export function describeFinding(language: Language, finding: Finding): string {
  const describe = findingWords[language][finding.code] as (it: Finding) => string;
  return `${MARKS[finding.level]} ${describe(finding)}`;
}
