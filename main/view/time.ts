import type { Language } from "../contract/catalog.ts";
import type { Calendar } from "../core/attention/calendar.ts";
import { isSameDay, timeOfDay, timeOnDay } from "../core/attention/hours.ts";
import { wordsIn } from "../words/index.ts";
import type { Situation } from "./situation.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From so many hours on, a change of another day is told by the day. */
const HOURS_AT_MOST = 12;

/** For whom a time is written. */
export type Reader = Pick<Situation, "language" | "calendar">;

/** Making a formatter takes milliseconds, using one takes none: they are kept. */
const moments = remembered((language) =>
  dateFormat(language, {
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }),
);
const agos = remembered((language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));

/** Writes moments as a calendar shows them. The formatter has no zone of its own: a kept one would not hear of a new one. */
export function dateFormat(
  language: Language,
  options: Intl.DateTimeFormatOptions,
): (calendar: Calendar, moment: number) => string {
  const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
  return (calendar, moment) => format.format(calendar.localTime(moment));
}

/** A moment as a person reads it: the time alone today, with the date on another day. */
export function momentText({ language, calendar }: Reader, time: number, now: number): string {
  // The tray has nothing but such times, the same in every language of ours, and is to need no formatter.
  if (isSameDay(calendar, time, now)) return timeOfDay(calendar, time);
  return moments(language)(calendar, time);
}

/**
 * How long ago, in the largest whole unit (`3분 전`). Days are those of the PC's calendar: yesterday is the day before
 * today, be it 13 hours or 47 ago. A time in the future, by a clock that runs ahead, is now.
 */
export function agoText({ language, calendar }: Reader, time: number, now: number): string {
  const ago = Math.max(0, now - time);
  const format = agos(language);
  if (ago < MINUTE) return wordsIn(language).app.justNow;
  if (ago < HOUR) return format.format(-Math.floor(ago / MINUTE), "minute");
  const hours = Math.floor(ago / HOUR);
  const days = daysBetween(calendar, time, now);
  // Just after midnight two hours ago says more than yesterday.
  if (days === 0 || hours < HOURS_AT_MOST) return format.format(-hours, "hour");
  return format.format(-days, "day");
}

/** Midnights between two moments, on the PC's calendar. */
function daysBetween(calendar: Calendar, from: number, to: number): number {
  // From noon to noon, so that an hour more or less in a day with a change to summer time rounds to the same.
  return Math.round((timeOnDay(calendar, to, "12:00") - timeOnDay(calendar, from, "12:00")) / DAY);
}

function remembered<Format>(make: (language: Language) => Format) {
  const made = new Map<Language, Format>();
  return (language: Language): Format => {
    const format = made.get(language) ?? make(language);
    made.set(language, format);
    return format;
  };
}
