import type { Calendar } from "./calendar.ts";
import { nextOnWorkingDay, timeOnDay, type WorkingTime } from "./hours.ts";

export const PAUSE_CHOICES = ["hour", "evening", "tomorrow"] as const;
/** For an hour, until the end of today's working hours, or until the next working morning. */
export type PauseChoice = (typeof PAUSE_CHOICES)[number];

export const SNOOZE_CHOICES = ["hour", "tomorrow"] as const;
export type SnoozeChoice = (typeof SNOOZE_CHOICES)[number];

const HOUR = 3_600_000;

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
    case "hour":
      return now + HOUR;
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
