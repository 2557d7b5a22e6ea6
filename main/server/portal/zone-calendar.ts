import type { Calendar, LocalTime } from "../../core/attention/calendar.ts";

/** Zones change their offset at whole quarters of an hour. Milliseconds. */
const QUARTER = 15 * 60_000;
const DAY = 24 * 60 * 60_000;
/** Quarters whose offset is kept: those of some ten years. */
const MOST_KEPT = 400_000;

/** The calendar of a time zone, whatever the zone of this process is. @param timeZone name of the IANA database */
export function zoneCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  const kept = new Map<number, number>();
  const offsetAt = (moment: number): number => {
    const quarter = Math.floor(moment / QUARTER);
    const known = kept.get(quarter);
    if (known !== undefined) return known;
    const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = (
      format.format(quarter * QUARTER).match(/\d+/g) ?? []
    ).map(Number);
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarter * QUARTER;
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(quarter, offset);
    return offset;
  };
  return {
    localTime: (moment): LocalTime => moment + offsetAt(moment),
    momentOf(time: LocalTime): number {
      const [before, after] = [offsetAt(time - DAY), offsetAt(time + DAY)];
      const first = time - before;
      const second = time - after;
      if (first + offsetAt(first) === time) return first;
      return second + offsetAt(second) === time ? second : first;
    },
  };
}
