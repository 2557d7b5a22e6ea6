import type { Calendar } from "../../../main/core/attention/calendar.ts";

const AHEAD = 9 * 3_600_000;

/** The calendar of Seoul, which has no summer time, so tests do not depend on the machine's time zone. */
export const seoul: Calendar = {
  localTime: (moment) => moment + AHEAD,
  momentOf: (time) => time - AHEAD,
};

/** When Seoul's clocks show a time; given as to `Date.UTC`. */
export function inSeoul(...time: Parameters<typeof Date.UTC>): number {
  return seoul.momentOf(Date.UTC(...time));
}
