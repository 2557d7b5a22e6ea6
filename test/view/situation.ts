import { DEFAULT_PREFERENCES } from "../../main/core/preferences/preferences.ts";
import type { Situation } from "../../main/view/situation.ts";
import { inSeoul, seoul } from "../core/attention/seoul.ts";

/** When the views of the tests are drawn. */
export const now = inSeoul(2026, 10, 22, 14, 5);

/** What a person with no services has who changed nothing and is connected since now; with changes. */
export function situationOf(changes: Partial<Situation> = {}): Situation {
  return {
    language: "ko",
    calendar: seoul,
    catalog: [],
    ledger: new Map(),
    connection: { kind: "fresh", since: now, lastContact: now },
    pausedUntil: null,
    unsure: new Set(),
    snoozed: new Map(),
    preferences: DEFAULT_PREFERENCES,
    linkOrigins: [],
    problems: [],
    ...changes,
  };
}
