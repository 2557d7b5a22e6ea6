import type { Language } from "../catalog.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Making a formatter takes milliseconds, using one takes none: they are kept. A kept one would not hear of a new time zone
 * of the PC, so it is given the local time as if it were UTC.
 */
const moments = remembered(
  (language, isToday) =>
    new Intl.DateTimeFormat(language, {
      ...(isToday ? {} : { month: "numeric", day: "numeric" }),
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: "UTC",
    }),
);
const agos = remembered((language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));

/** A moment as a person reads it: the time alone today, with the date on another day. In the system's time zone. */
export function momentText(language: Language, time: number, now: number): string {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date(now).toDateString();
  return moments(language, isToday).format(time - date.getTimezoneOffset() * MINUTE);
}

/** How long ago, in the largest whole unit (`3분 전`). A time in the future, by a clock that runs ahead, is now. */
export function agoText(language: Language, time: number, now: number): string {
  const ago = Math.max(0, now - time);
  const format = agos(language, true);
  if (ago < MINUTE) return format.format(0, "second");
  if (ago < HOUR) return format.format(-Math.floor(ago / MINUTE), "minute");
  if (ago < DAY) return format.format(-Math.floor(ago / HOUR), "hour");
  return format.format(-Math.floor(ago / DAY), "day");
}

function remembered<Format>(make: (language: Language, isToday: boolean) => Format) {
  const made = new Map<string, Format>();
  return (language: Language, isToday: boolean): Format => {
    const key = `${language} ${isToday}`;
    const format = made.get(key) ?? make(language, isToday);
    made.set(key, format);
    return format;
  };
}
