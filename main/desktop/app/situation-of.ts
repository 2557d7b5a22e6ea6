import { doubtProblems } from "../../core/knowledge/doubt.ts";
import type { Knowledge } from "../../core/knowledge/knowledge.ts";
import { languageFor } from "../../core/preferences/preferences.ts";
import type { Problem } from "../../core/problem.ts";
import type { Update } from "../../core/update.ts";
import type { Situation } from "../../view/situation.ts";

/**
 * State that the windows are drawn from.
 * @param problems problems that are not part of the knowledge
 */
export function situationOf(
  known: Knowledge,
  problems: readonly Problem[],
  update: Update | null,
): Situation {
  const { person, catalog, ledger, unsure, connection, preferences, attention, doubts } = known;
  const { pause, snoozed } = attention;
  const language = languageFor(preferences, person.systemLanguage);
  return {
    language,
    calendar: person.calendar,
    linkOrigins: person.linkOrigins,
    preferences,
    catalog,
    ledger,
    unsure,
    connection,
    pausedUntil: pause?.until ?? null,
    snoozed: new Map([...snoozed].map(([service, { until }]) => [service, until])),
    problems: [...problems, ...doubtProblems(doubts, catalog, language)],
    week: known.week,
    update,
  };
}
