import { localDay, timeOfDay } from "../core/attention/hours.ts";
import { endOfSilence, LONGEST_SILENCE } from "../core/attention/pause.ts";
import type { Words } from "../words/index.ts";
import type { Situation } from "./situation.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Fields for the date and time until which a service is snoozed. */
export interface SnoozeMomentView {
  readonly dateLabel: string;
  readonly timeLabel: string;
  /** `2026-11-30` and `09:00`. */
  readonly date: string;
  readonly time: string;
  /** `2026-11-30T09:00`. */
  readonly min: string;
  readonly max: string;
  /** What is said of another moment. */
  readonly hint: string;
  readonly button: string;
}

/** By default until the next working morning. @param now milliseconds since the Unix epoch */
export function snoozeMoment(
  { calendar, preferences }: Pick<Situation, "calendar" | "preferences">,
  { settings }: Words,
  now: number,
): SnoozeMomentView {
  const dateOf = (moment: number): string => localDay(calendar, moment);
  const local = (moment: number): string => `${dateOf(moment)}T${timeOfDay(calendar, moment)}`;
  const morning = endOfSilence(calendar, "tomorrow", preferences, now);
  return {
    dateLabel: settings.snoozeDate,
    timeLabel: settings.snoozeTime,
    date: dateOf(morning),
    time: timeOfDay(calendar, morning),
    min: local(now + MINUTE),
    max: local(now + LONGEST_SILENCE - DAY),
    hint: settings.snoozeHint,
    button: settings.snoozeButton,
  };
}
