/**
 * A local date and time, encoded as if it were UTC: `Date.UTC(2026, 10, 22, 14, 5)` is 14:05 on 22 November in any
 * zone.
 */
export type LocalTime = number;

/** The PC's time zone. Moments are milliseconds since the Unix epoch. */
export interface Calendar {
  localTime(moment: number): LocalTime;
  /**
   * The moment at which the clock shows a time. A time that occurs twice gives the first moment. A time that is skipped
   * gives a moment later by the length of the gap.
   */
  momentOf(time: LocalTime): number;
}
