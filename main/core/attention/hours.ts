import type { Preferences, Span } from "../preferences/preferences.ts";

/**
 * Times of day on the PC's own calendar. Moments are milliseconds since the Unix epoch; days are counted on the
 * calendar, never as 24 hours, so that a change to summer time moves nothing.
 */

export type WorkingTime = Pick<Preferences, "workingDays" | "workingHours" | "lunch">;

const DAYS_OF_WEEK = 7;

/** The local day of a moment, `2026-11-22`. */
export function localDay(moment: number): string {
  const date = new Date(moment);
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** A time of day (`HH:MM`), some days after the day of a moment. */
export function timeOnDay(moment: number, time: string, days = 0): number {
  const [hours, minutes] = time.split(":").map(Number);
  const date = new Date(moment);
  return new Date(
    date.getFullYear(),
    date.getMonth(),
    date.getDate() + days,
    hours ?? 0,
    minutes ?? 0,
  ).getTime();
}

/** When the clock shows a time of day next, strictly after a moment. */
export function nextTime(moment: number, time: string): number {
  const today = timeOnDay(moment, time);
  return today > moment ? today : timeOnDay(moment, time, 1);
}

/** When the span ends in which a moment lies; null when it lies in none. A span may go over midnight. */
export function spanEnd(span: Span | null, moment: number): number | null {
  if (span === null) return null;
  const over = span.to <= span.from ? 1 : 0;
  for (const day of [-1, 0]) {
    const end = timeOnDay(moment, span.to, day + over);
    if (timeOnDay(moment, span.from, day) <= moment && moment < end) return end;
  }
  return null;
}

/** The first moment of work at or after another; null for somebody who never works. */
export function nextWorkingMoment(work: WorkingTime, moment: number): number | null {
  for (let day = 0; day <= DAYS_OF_WEEK; day++) {
    if (!isWorkingDay(work, moment, day)) continue;
    const start = Math.max(moment, timeOnDay(moment, work.workingHours.from, day));
    const end = timeOnDay(moment, work.workingHours.to, day);
    const afterLunch = spanEnd(work.lunch, start) ?? start;
    if (afterLunch < end) return afterLunch;
  }
  return null;
}

/** The next time that the clock shows a time of day on a working day, strictly after a moment. */
export function nextOnWorkingDay(
  work: Pick<WorkingTime, "workingDays">,
  time: string,
  moment: number,
): number | null {
  for (let day = 0; day <= DAYS_OF_WEEK; day++) {
    const start = timeOnDay(moment, time, day);
    if (start > moment && isWorkingDay(work, moment, day)) return start;
  }
  return null;
}

export function isWorkingDay(work: Pick<WorkingTime, "workingDays">, moment: number, days = 0): boolean {
  const weekday = new Date(timeOnDay(moment, "12:00", days)).getDay();
  return work.workingDays.includes(weekday === 0 ? DAYS_OF_WEEK : weekday);
}
