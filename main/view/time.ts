import type { Language } from "../contract/catalog.ts";
import type { Calendar } from "../core/attention/calendar.ts";
import { isSameDay, timeOfDay, timeOnDay } from "../core/attention/hours.ts";
import { wordsIn } from "../words/index.ts";
import type { Situation } from "./situation.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A moment on another day is described in days from this number of hours on. */
const HOURS_AT_MOST = 12;

/** In more days than this a weekday alone would be mistaken for the one of this week. */
const WEEKDAYS_UNTIL = 6;

/** The person for whom a time is formatted. */
export type Reader = Pick<Situation, "language" | "calendar">;

/** Formatters are kept, because making one takes milliseconds. */
const moments = remembered((language) =>
  dateFormat(language, {
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }),
);
const weekdays = remembered((language) => dateFormat(language, { weekday: "short" }));
const agos = remembered((language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));

/**
 * Formats moments in a calendar's time zone. The formatter itself uses UTC, because a kept one would keep an old zone.
 */
export function dateFormat(
  language: Language,
  options: Intl.DateTimeFormatOptions,
): (calendar: Calendar, moment: number) => string {
  const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
  return (calendar, moment) => format.format(calendar.localTime(moment));
}

/** A moment as text: the time today, date and time on another day. Both times are milliseconds since the Unix epoch. */
export function momentText({ language, calendar }: Reader, time: number, now: number): string {
  // The tray shows only such times. They are the same in both languages, so the tray needs no formatter.
  if (isSameDay(calendar, time, now)) return timeOfDay(calendar, time);
  return moments(language)(calendar, time);
}

/**
 * A moment seen from the present day: `17:05`, `내일 17:05`, `어제 17:05`, `수 17:05` within the next six days, else as
 * {@link momentText}. It holds only for the day on which it is shown, so it is for texts that are drawn again.
 */
export function nearText(reader: Reader, time: number, now: number): string {
  const { language, calendar } = reader;
  const days = daysBetween(calendar, now, time);
  if (days === 0 || days < -1 || days > WEEKDAYS_UNTIL) return momentText(reader, time, now);
  const day = Math.abs(days) === 1 ? agos(language).format(days, "day") : weekdays(language)(calendar, time);
  return `${day} ${timeOfDay(calendar, time)}`;
}

/** How far away the earliest deadline of `count` approvals is: `31분 남음` within the last hour, else its moment. */
export function dueSoonText(reader: Reader, count: number, dueAt: number, now: number): string {
  const left = dueAt - now;
  return left > 0 && left < HOUR
    ? wordsIn(reader.language).board.minutesLeft(Math.max(1, Math.floor(left / MINUTE)))
    : dueText(reader, count, dueAt, now, nearText);
}

/** The earliest deadline of `count` approvals: `17:05까지`, `가장 빠른 기한 17:05`, `기한 지남 09:31`. */
export function dueText(
  reader: Reader,
  count: number,
  dueAt: number,
  now: number,
  textOf: (reader: Reader, time: number, now: number) => string = momentText,
): string {
  const { counts } = wordsIn(reader.language);
  const time = textOf(reader, dueAt, now);
  return dueAt <= now ? counts.overdue(time) : counts.due(count, time);
}

/**
 * How long ago a moment was, in the largest whole unit (`3분 전`). Days are calendar days: yesterday may be 13 or 47
 * hours ago. A moment in the future, from a clock that runs ahead, is shown as now.
 */
export function agoText({ language, calendar }: Reader, time: number, now: number): string {
  const ago = Math.max(0, now - time);
  const format = agos(language);
  if (ago < MINUTE) return wordsIn(language).app.justNow;
  if (ago < HOUR) return format.format(-Math.floor(ago / MINUTE), "minute");
  const hours = Math.floor(ago / HOUR);
  const days = daysBetween(calendar, time, now);
  // Just after midnight "two hours ago" is more precise than "yesterday".
  if (days === 0 || hours < HOURS_AT_MOST) return format.format(-hours, "hour");
  return format.format(-days, "day");
}

/** Calendar days between two moments. */
export function daysBetween(calendar: Calendar, from: number, to: number): number {
  // From noon to noon, so that the missing or added hour of summer time does not change the rounded result.
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
