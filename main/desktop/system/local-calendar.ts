import type { Calendar } from "../../core/attention/calendar.ts";

const MINUTE = 60_000;

/** Calendar of the process's time zone. `Date` follows a change of the zone itself, so nothing is cached here. */
export const localCalendar: Calendar = {
  localTime: (moment) => moment - new Date(moment).getTimezoneOffset() * MINUTE,
  // Milliseconds after 1970 in local time. `Date` accepts a part of any size.
  momentOf: (time) => new Date(1970, 0, 1, 0, 0, 0, time).getTime(),
};
