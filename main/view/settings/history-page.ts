import { defined } from "../../contract/defined.ts";
import { visibleLine } from "../../contract/text.ts";
import type { Calendar } from "../../core/attention/calendar.ts";
import { concernedBy, type HistoryEntry } from "../../core/attention/history.ts";
import { isSameDay, localDay, timeOfDay, timeOnDay } from "../../core/attention/hours.ts";
import type { HistoryWords } from "../../words/index.ts";
import { shownServices } from "../situation.ts";
import { agoText, dateFormat, type Reader } from "../time.ts";
import type { HistoryItem, HistoryRow, Section } from "./fields.ts";
import { historyWords } from "./history-words.ts";
import { type SettingsInput, wordsOf } from "./input.ts";

export function historyPage(input: SettingsInput): Section[] {
  const { situation, history, historyOf, now } = input;
  const { language, calendar } = situation;
  const words = wordsOf(input).history;
  // Made once, because a hundred rows are drawn again with every change.
  const moment = dateFormat(language, { dateStyle: "full", timeStyle: "medium" });
  const names = new Map(shownServices(situation).map(({ service, name }) => [service.id, name]));
  const nameOf = (service: string): string => names.get(service) ?? visibleLine(service);
  const concerned = new Set(history.flatMap(concernedBy));
  // The chosen service stays in the filter after it left the catalog or its last entry left the history.
  const services = [...new Set([...names.keys(), ...concerned, ...(historyOf === null ? [] : [historyOf])])];
  const shown =
    historyOf === null ? history : history.filter((entry) => concernedBy(entry).includes(historyOf));
  const empty =
    history.length === 0
      ? { text: words.empty, hint: words.emptyHint }
      : shown.length === 0
        ? { text: words.emptyFiltered }
        : undefined;
  const item: HistoryItem = {
    kind: "history",
    filter: {
      label: words.filter,
      value: historyOf,
      options: [
        { value: null, label: words.filterAll },
        ...services.map((id) => ({ value: id, label: nameOf(id) })),
      ],
    },
    days: byDay(calendar, shown).map(({ at, entries }) => ({
      day: dayText(situation, at, now, words),
      rows: entries.map((entry) => rowOf(entry)),
    })),
    ...defined({ empty }),
  };
  return [{ items: [item] }];

  function rowOf({ at, decision }: HistoryEntry): HistoryRow {
    return {
      ...historyWords(decision, at, situation, nameOf, words),
      time: timeOfDay(calendar, at),
      ago: agoText(situation, at, now),
      moment: moment(calendar, at),
    };
  }
}

/** Groups entries by local day and keeps their order. `at` is the time of a group's first entry. */
function byDay(
  calendar: Calendar,
  history: readonly HistoryEntry[],
): { at: number; entries: HistoryEntry[] }[] {
  const days = new Map<string, { at: number; entries: HistoryEntry[] }>();
  for (const entry of history) {
    const day = localDay(calendar, entry.at);
    const known = days.get(day);
    if (known === undefined) days.set(day, { at: entry.at, entries: [entry] });
    else known.entries.push(entry);
  }
  return [...days.values()];
}

function dayText(
  { language, calendar }: Reader,
  at: number,
  now: number,
  { today, yesterday }: HistoryWords,
): string {
  if (isSameDay(calendar, at, now)) return today;
  if (isSameDay(calendar, at, timeOnDay(calendar, now, "12:00", -1))) return yesterday;
  return dateFormat(language, { month: "long", day: "numeric", weekday: "long" })(calendar, at);
}
