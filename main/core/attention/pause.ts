import type { Calendar } from "./calendar.ts";
import { nextOnWorkingDay, timeOnDay, type WorkingTime } from "./hours.ts";

export const PAUSE_CHOICES = ["hour", "evening", "tomorrow"] as const;
/** For an hour, until the end of today's working hours, or until the next working morning. */
export type PauseChoice = (typeof PAUSE_CHOICES)[number];

export const SNOOZE_CHOICES = ["half-hour", "hour", "three-hours", "afternoon", "tomorrow"] as const;
/** For a time, until today at 17:00, or until the next working morning. */
export type SnoozeChoice = (typeof SNOOZE_CHOICES)[number];

const HOUR = 3_600_000;
const AFTERNOON = "17:00";
/** Milliseconds. A pause or a snooze that ends later is taken for a mistake. */
export const LONGEST_SILENCE = 366 * 24 * HOUR;

/** The choices that make sense now: after 17:00 there is no afternoon. */
export function snoozesAt(calendar: Calendar, now: number): readonly SnoozeChoice[] {
  const isOver = timeOnDay(calendar, now, AFTERNOON) <= now;
  return SNOOZE_CHOICES.filter((choice) => choice !== "afternoon" || !isOver);
}

/** The moment of a local date and time, `2026-12-01` and `09:30`; null if it is not within the next year. */
export function endAt(calendar: Calendar, date: string, time: string, now: number): number | null {
  const local = Date.parse(`${date}T${time}:00Z`);
  const moment = Number.isNaN(local) ? Number.NaN : calendar.momentOf(local);
  return moment > now && moment <= now + LONGEST_SILENCE ? moment : null;
}

/** The end of a pause or a snooze. Times are milliseconds since the Unix epoch. */
export function endOfSilence(
  calendar: Calendar,
  choice: PauseChoice | SnoozeChoice,
  work: WorkingTime,
  now: number,
): number {
  const { from, to } = work.workingHours;
  const tomorrow = nextOnWorkingDay(calendar, work, from, now) ?? timeOnDay(calendar, now, from, 1);
  switch (choice) {
    case "half-hour":
      return now + HOUR / 2;
    case "hour":
      return now + HOUR;
    case "three-hours":
      return now + 3 * HOUR;
    case "afternoon": {
      const afternoon = timeOnDay(calendar, now, AFTERNOON);
      return afternoon > now ? afternoon : tomorrow;
    }
    case "evening": {
      const evening = timeOnDay(calendar, now, to);
      return evening > now ? evening : tomorrow; // after working hours, "evening" means until the morning
    }
    case "tomorrow":
      return tomorrow;
    default:
      return choice satisfies never;
  }
}
