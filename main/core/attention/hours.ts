import type { Preferences, Span } from "../preferences/preferences.ts";
import type { Calendar } from "./calendar.ts";

/**
 * Times of day in the PC's time zone. Moments are milliseconds since the Unix epoch. Days are calendar days and not 24
 * hours, so that a change to summer time does not shift them.
 */

export type WorkingDays = Pick<Preferences, "workingDays" | "holidays">;
export type WorkingTime = WorkingDays & Pick<Preferences, "workingHours" | "lunch">;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS_OF_WEEK = 7;
/** A search for a working day ends after so many days, because all days may be holidays. */
const LOOK_AHEAD = 400;

/** The local day of a moment, `2026-11-22`. */
export function localDay(calendar: Calendar, moment: number): string {
  return new Date(calendar.localTime(moment)).toISOString().slice(0, "2026-11-22".length);
}

/** The local time of a moment, `14:05`. */
export function timeOfDay(calendar: Calendar, moment: number): string {
  return new Date(calendar.localTime(moment))
    .toISOString()
    .slice("2026-11-22T".length, "2026-11-22T14:05".length);
}

/** Whether two moments are on the same local day. */
export function isSameDay(calendar: Calendar, moment: number, other: number): boolean {
  return dayNumber(calendar, moment) === dayNumber(calendar, other);
}

/** The moment of a time of day (`HH:MM`), `days` after the local day of another moment. */
export function timeOnDay(calendar: Calendar, moment: number, time: string, days = 0): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const day = dayNumber(calendar, moment) + days;
  return calendar.momentOf(day * DAY + hours * HOUR + minutes * MINUTE);
}

/** The next moment at which the clock shows a time of day (`HH:MM`), strictly after `moment`. */
export function nextTime(calendar: Calendar, moment: number, time: string): number {
  const today = timeOnDay(calendar, moment, time);
  return today > moment ? today : timeOnDay(calendar, moment, time, 1);
}

/**
 * The end of the span that contains a moment; null when it does not. A span may cross midnight.
 * @param weekdays the days on which the span begins; default: every day
 */
export function spanEnd(
  calendar: Calendar,
  span: Span | null,
  moment: number,
  weekdays?: readonly number[],
): number | null {
  if (span === null) return null;
  const over = span.to <= span.from ? 1 : 0;
  for (const day of [-1, 0]) {
    if (weekdays?.includes(weekdayOf(calendar, moment, day)) === false) continue;
    const end = timeOnDay(calendar, moment, span.to, day + over);
    if (timeOnDay(calendar, moment, span.from, day) <= moment && moment < end) return end;
  }
  return null;
}

/** The first working moment at or after `moment`; null when there are no working hours. */
export function nextWorkingMoment(calendar: Calendar, work: WorkingTime, moment: number): number | null {
  if (work.workingDays.length === 0) return null;
  for (let day = 0; day <= LOOK_AHEAD; day++) {
    if (!isWorkingDay(calendar, work, moment, day)) continue;
    const start = Math.max(moment, timeOnDay(calendar, moment, work.workingHours.from, day));
    const end = timeOnDay(calendar, moment, work.workingHours.to, day);
    const afterLunch = spanEnd(calendar, work.lunch, start) ?? start;
    if (afterLunch < end) return afterLunch;
  }
  return null;
}

/** When the working hours that do not contain a moment begin again; null if they contain it, or there are none. */
export function offHoursEnd(calendar: Calendar, work: WorkingTime, moment: number): number | null {
  const next = nextWorkingMoment(calendar, { ...work, lunch: null }, moment);
  return next === moment ? null : next;
}

/** {@link nextTime} on a working day; null when there are no working days. */
export function nextOnWorkingDay(
  calendar: Calendar,
  work: WorkingDays,
  time: string,
  moment: number,
): number | null {
  if (work.workingDays.length === 0) return null;
  for (let day = 0; day <= LOOK_AHEAD; day++) {
    const start = timeOnDay(calendar, moment, time, day);
    if (start > moment && isWorkingDay(calendar, work, moment, day)) return start;
  }
  return null;
}

/** Whether the local day `days` after that of `moment` is a working day and no holiday. */
export function isWorkingDay(calendar: Calendar, work: WorkingDays, moment: number, days = 0): boolean {
  if (!work.workingDays.includes(weekdayOf(calendar, moment, days))) return false;
  return !work.holidays.includes(localDay(calendar, timeOnDay(calendar, moment, "12:00", days)));
}

/** The weekday of the local day `days` after that of `moment`: 1 (Monday) … 7 (Sunday). */
export function weekdayOf(calendar: Calendar, moment: number, days = 0): number {
  const noon = calendar.localTime(timeOnDay(calendar, moment, "12:00", days));
  return new Date(noon).getUTCDay() || DAYS_OF_WEEK;
}

/** The earliest of some moments; null without any. */
export function earliestOf(moments: readonly number[]): number | null {
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Local days since 1 January 1970. */
function dayNumber(calendar: Calendar, moment: number): number {
  return Math.floor(calendar.localTime(moment) / DAY);
}
