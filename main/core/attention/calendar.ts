/** What a wall clock shows, as milliseconds of UTC: `Date.UTC(2026, 10, 22, 14, 5)` is 14:05 on 22 November, in any zone. */
export type LocalTime = number;

/** The wall clock of the PC, in its time zone. Moments are milliseconds since the Unix epoch. */
export interface Calendar {
  localTime(moment: number): LocalTime;
  /**
   * The moment at which the clock shows a time. Of a time that it shows twice, the first; a time that it leaves out comes
   * as much later as the clock is put forward.
   */
  momentOf(time: LocalTime): number;
}
