import type { Language } from "../catalog.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A moment as a person reads it: the time alone today, with the date on another day. In the system's time zone. */
export function momentText(language: Language, time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(language, {
    ...(isToday ? {} : { month: "numeric", day: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(time);
}

/** How long ago, in the largest whole unit (`3분 전`). A time in the future, by a clock that runs ahead, is now. */
export function agoText(language: Language, time: number, now: number): string {
  const ago = Math.max(0, now - time);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (ago < MINUTE) return format.format(0, "second");
  if (ago < HOUR) return format.format(-Math.floor(ago / MINUTE), "minute");
  if (ago < DAY) return format.format(-Math.floor(ago / HOUR), "hour");
  return format.format(-Math.floor(ago / DAY), "day");
}
