import { nameOf } from "../contract/catalog.ts";
import { isWeekOver } from "../core/knowledge/weekly.ts";
import { wordsIn } from "../words/index.ts";
import type { Situation } from "./situation.ts";

/** The summary of the week on the board. */
export interface WeekView {
  readonly title: string;
  /** A line for each service to which something came, or in which something was dealt with. */
  readonly lines: readonly string[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The summary of the week on Friday afternoon, if the person wants one. @param now milliseconds since the Unix epoch */
export function weekView(situation: Situation, now: number): WeekView | undefined {
  const { week, calendar, language } = situation;
  if (week === null || !isWeekOver(calendar, now)) return undefined;
  const { week: words } = wordsIn(language);
  const names = (id: string): string => nameOf(language, situation.catalog, id);
  const counted = [...week.services].filter(([, { came, done }]) => came + done > 0);
  const total = counted.reduce((sum, [, { came }]) => sum + came, 0);
  const [longest] = counted.toSorted(([, a], [, b]) => b.longest - a.longest);
  return {
    title: words.title(total),
    lines: [
      ...counted.map(([id, { came, done, waited }]) =>
        words.service(names(id), came, done === 0 ? null : durationOf(waited / done)),
      ),
      ...(longest === undefined || longest[1].longest === 0
        ? []
        : [words.longest(names(longest[0]), durationOf(longest[1].longest))]),
    ],
  };

  function durationOf(time: number): string {
    if (time >= DAY) return words.days(Math.floor(time / DAY), Math.floor((time % DAY) / HOUR));
    return time >= HOUR
      ? words.hours(Math.floor(time / HOUR))
      : words.minutes(Math.max(1, Math.round(time / 60_000)));
  }
}
