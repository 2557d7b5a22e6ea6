import type { Language } from "../catalog.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Making a formatter takes milliseconds, using one takes none: they are kept. A kept one would not hear of a new time zone
 * of the PC, so it is given the local time as if it were UTC.
 */
const moments = remembered(
  (language) =>
    new Intl.DateTimeFormat(language, {
      month: "numeric",
      day: "numeric",
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
  // The tray has nothing but such times, the same in every language of ours, and is to need no formatter.
  if (date.toDateString() === new Date(now).toDateString())
    return date.toTimeString().slice(0, "00:00".length);
  return moments(language).format(time - date.getTimezoneOffset() * MINUTE);
}

/** How long ago, in the largest whole unit (`3분 전`). A time in the future, by a clock that runs ahead, is now. */
export function agoText(language: Language, time: number, now: number): string {
  const ago = Math.max(0, now - time);
  const format = agos(language);
  if (ago < MINUTE) return format.format(0, "second");
  if (ago < HOUR) return format.format(-Math.floor(ago / MINUTE), "minute");
  if (ago < DAY) return format.format(-Math.floor(ago / HOUR), "hour");
  return format.format(-Math.floor(ago / DAY), "day");
}

function remembered<Format>(make: (language: Language) => Format) {
  const made = new Map<Language, Format>();
  return (language: Language): Format => {
    const format = made.get(language) ?? make(language);
    made.set(language, format);
    return format;
  };
}
