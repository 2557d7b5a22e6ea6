import type { Preferences, Span } from "../preferences/preferences.ts";
import type { Calendar } from "./calendar.ts";

/**
 * Times of day on the PC's own calendar. Moments are milliseconds since the Unix epoch; days are counted on the
 * calendar, never as 24 hours, so that a change to summer time moves nothing.
 */

export type WorkingTime = Pick<Preferences, "workingDays" | "workingHours" | "lunch">;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS_OF_WEEK = 7;

/** The local day of a moment, `2026-11-22`. */
export function localDay(calendar: Calendar, moment: number): string {
  return new Date(calendar.localTime(moment)).toISOString().slice(0, "2026-11-22".length);
}

/** What the clock shows at a moment, `14:05`. */
export function timeOfDay(calendar: Calendar, moment: number): string {
  return new Date(calendar.localTime(moment))
    .toISOString()
    .slice("2026-11-22T".length, "2026-11-22T14:05".length);
}

/** Whether two moments lie on the same local day. */
export function isSameDay(calendar: Calendar, moment: number, other: number): boolean {
  return dayNumber(calendar, moment) === dayNumber(calendar, other);
}

/** A time of day (`HH:MM`), some days after the day of a moment. */
export function timeOnDay(calendar: Calendar, moment: number, time: string, days = 0): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const day = dayNumber(calendar, moment) + days;
  return calendar.momentOf(day * DAY + hours * HOUR + minutes * MINUTE);
}

/** When the clock shows a time of day next, strictly after a moment. */
export function nextTime(calendar: Calendar, moment: number, time: string): number {
  const today = timeOnDay(calendar, moment, time);
  return today > moment ? today : timeOnDay(calendar, moment, time, 1);
}

/** When the span ends in which a moment lies; null when it lies in none. A span may go over midnight. */
export function spanEnd(calendar: Calendar, span: Span | null, moment: number): number | null {
  if (span === null) return null;
  const over = span.to <= span.from ? 1 : 0;
  for (const day of [-1, 0]) {
    const end = timeOnDay(calendar, moment, span.to, day + over);
    if (timeOnDay(calendar, moment, span.from, day) <= moment && moment < end) return end;
  }
  return null;
}

/** The first moment of work at or after another; null for somebody who never works. */
export function nextWorkingMoment(calendar: Calendar, work: WorkingTime, moment: number): number | null {
  for (let day = 0; day <= DAYS_OF_WEEK; day++) {
    if (!isWorkingDay(calendar, work, moment, day)) continue;
    const start = Math.max(moment, timeOnDay(calendar, moment, work.workingHours.from, day));
    const end = timeOnDay(calendar, moment, work.workingHours.to, day);
    const afterLunch = spanEnd(calendar, work.lunch, start) ?? start;
    if (afterLunch < end) return afterLunch;
  }
  return null;
}

/** The next time that the clock shows a time of day on a working day, strictly after a moment. */
export function nextOnWorkingDay(
  calendar: Calendar,
  work: Pick<WorkingTime, "workingDays">,
  time: string,
  moment: number,
): number | null {
  for (let day = 0; day <= DAYS_OF_WEEK; day++) {
    const start = timeOnDay(calendar, moment, time, day);
    if (start > moment && isWorkingDay(calendar, work, moment, day)) return start;
  }
  return null;
}

export function isWorkingDay(
  calendar: Calendar,
  work: Pick<WorkingTime, "workingDays">,
  moment: number,
  days = 0,
): boolean {
  const noon = calendar.localTime(timeOnDay(calendar, moment, "12:00", days));
  const weekday = new Date(noon).getUTCDay();
  return work.workingDays.includes(weekday === 0 ? DAYS_OF_WEEK : weekday);
}

/** Days from the first of 1970 on, as the clock shows them. */
function dayNumber(calendar: Calendar, moment: number): number {
  return Math.floor(calendar.localTime(moment) / DAY);
}
