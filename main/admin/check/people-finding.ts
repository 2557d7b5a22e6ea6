import type { Finding } from "../../contract/findings.ts";
import { visibleLine } from "../../contract/text.ts";

/** Ids in a finding about many people. */
const EXAMPLES = 5;

/** A warning about people, with some of their ids; nothing about nobody. */
export function peopleFinding(
  code: "people-without-login" | "people-without-events" | "apps-never-reported" | "credentials-expired",
  ids: readonly string[],
): readonly Finding[] {
  if (ids.length === 0) return [];
  return [{ level: "warning", code, people: ids.length, examples: examplesOf(ids) }];
}

export function examplesOf(ids: readonly string[]): readonly string[] {
  return ids.slice(0, EXAMPLES).map(visibleLine);
}
