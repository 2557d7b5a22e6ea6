import type { Calendar } from "../../core/attention/calendar.ts";

const MINUTE = 60_000;

/** The calendar in the process's time zone. `Date` follows a change of the zone by itself, so nothing is kept here. */
export const localCalendar: Calendar = {
  localTime: (moment) => moment - new Date(moment).getTimezoneOffset() * MINUTE,
  // So many milliseconds after the clock's own 1970: these parts may be of any size.
  momentOf: (time) => new Date(1970, 0, 1, 0, 0, 0, time).getTime(),
};
