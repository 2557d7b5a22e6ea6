import type { FleetEntry, FleetReview } from "../admin/fleet/review.ts";
import type { TestAnswer } from "../admin/fleet/test-notice.ts";
import type { Language } from "../contract/catalog.ts";
import { FLEET_NEEDS, type FleetNeed } from "../contract/fleet-needs.ts";
import { unreachable } from "../contract/result.ts";
import { visibleLine } from "../contract/text.ts";
import { type FleetCommandWords, fleetCommandWordsIn } from "../words/fleet-command/index.ts";
import type { Report } from "./command-reports.ts";

/**
 * The report of `alrimi fleet`: a summary, then one group per reason with what to do. The exit code is 1 when an app
 * needs help.
 * @param now milliseconds since the Unix epoch
 */
export function reportFleet(language: Language, review: FleetReview, isAll: boolean, now: number): Report {
  const words = fleetCommandWordsIn(language);
  const { people, installations, versions, entries, unreadable } = review;
  const needy = entries.filter(({ needs }) => needs.length > 0);
  const well = entries.filter(({ needs }) => needs.length === 0);
  const isFine = needy.length === 0 && unreadable.length === 0;
  const versionTexts = versions.map(([version, apps]) => words.version(version, apps));
  const shown = isAll ? entries : needy;
  const lines = [
    words.summary(people, installations, versionTexts.join(", ")),
    ...(installations === 0 ? [words.nothing] : isFine ? [words.noHelp] : []),
    ...FLEET_NEEDS.flatMap((kind) => groupOf(kind, needy, words, now)),
    ...(isAll && well.length > 0
      ? ["", words.group(words.wellTitle, well.length, ""), ...well.map((entry) => rowOf(entry, words, now))]
      : []),
    ...(unreadable.length > 0
      ? ["", ...unreadable.map(({ who, count, reason }) => words.unreadable(who, count, reason))]
      : []),
  ];
  return {
    code: isFine ? 0 : 1,
    text: lines.join("\n"),
    json: {
      ok: isFine,
      people,
      installations,
      versions: Object.fromEntries(versions),
      apps: shown.map(jsonOf),
      unreadable,
    },
  };
}

function groupOf(
  kind: FleetNeed["kind"],
  entries: readonly FleetEntry[],
  words: FleetCommandWords,
  now: number,
): readonly string[] {
  const concerned = entries.filter(({ needs }) => needs.some((need) => need.kind === kind));
  if (concerned.length === 0) return [];
  const title = words.group(words.titles[kind], concerned.length, words.advice[kind]);
  return ["", title, ...concerned.map((entry) => rowOf(entry, words, now, kind))];
}

/** `  hong.gd  linux x64  0.1.0  3 h ago`, with tabs. */
function rowOf(
  { user, report, storedAt = 0, needs }: FleetEntry,
  words: FleetCommandWords,
  now: number,
  kind?: FleetNeed["kind"],
): string {
  const notServed = needs.find((need) => need.kind === "not-served");
  const state = kind === "not-served" && notServed !== undefined ? [words.state(notServed.connection)] : [];
  const app = report === undefined ? [] : [words.app(report, words.period(now - storedAt))];
  return `  ${[visibleLine(user), ...app, ...state].join("\t")}`;
}

function jsonOf({ user, report, storedAt, needs }: FleetEntry): object {
  if (report === undefined) return { user, needs };
  const { since, lastContactAt, at, test: _, ...rest } = report;
  const time = (moment: number | null | undefined): string | null =>
    moment == null ? null : new Date(moment).toISOString();
  return {
    user,
    ...rest,
    since: time(since),
    lastContactAt: time(lastContactAt),
    at: time(at),
    storedAt: time(storedAt),
    needs,
  };
}

/** The report of `alrimi fleet test`. @param wait as it was given */
export function reportTest(language: Language, user: string, wait: string, answer: TestAnswer): Report {
  const words = fleetCommandWordsIn(language);
  const name = visibleLine(user);
  const make = (code: Report["code"], text: string, reason: string | null): Report => ({
    code,
    text,
    json: { ok: code === 0, user, outcome: answer.outcome, reason },
  });
  switch (answer.outcome) {
    case "shown":
      return make(0, words.shown(name), null);
    case "failed":
      return make(1, words.failed(name, answer.reason), answer.reason);
    case "no-answer":
      return make(5, words.noAnswer(name, wait), null);
    case "held":
      return make(6, words.held(name, answer.reason), answer.reason);
    default:
      return unreachable(answer);
  }
}
