import type { Row, WaitingFacts } from "../core/attention/decision.ts";
import { isPressing } from "../core/attention/waiting.ts";
import { wordsIn } from "../words/index.ts";
import { daysBetween, dueText, type Reader } from "./time.ts";

/** From this number of days on, the age of the oldest approval is said. */
const OLD_AFTER = 2;

/**
 * The text of what is due, if that is known: how many the service counts as late, unless the earliest deadline says it, and
 * the earliest deadline: `기한 지남 2`, `기한 지남 09:31`, `17:05까지`.
 * @param dueOf the text of the earliest deadline
 */
export function dueTexts(
  reader: Reader,
  { count, dueAt, overdue = 0 }: WaitingFacts & Pick<Row, "count">,
  now: number,
  dueOf: typeof dueText = dueText,
): readonly string[] {
  const isSaid = overdue === 0 || (dueAt !== undefined && dueAt <= now);
  return [
    ...(isSaid ? [] : [wordsIn(reader.language).counts.overdueCount(overdue)]),
    ...(dueAt === undefined ? [] : [dueOf(reader, count, dueAt, now)]),
  ];
}

/**
 * The facts of a service's waiting approvals, the most urgent first: `기한 지남 09:31`, `오늘 기한 3`, `가장 오래된 것 4일째`. The
 * earliest deadline is said if it is over or near, or if the service does not say how many are due today.
 * @param dueOf the text of the earliest deadline; default: by the clock or the date, as a notice may be read much later
 */
export function factTexts(
  reader: Reader,
  row: WaitingFacts & Pick<Row, "count">,
  now: number,
  dueOf: typeof dueText = dueText,
): readonly string[] {
  const { dueAt, ...others } = row;
  const { count, oldestAt, dueToday = 0 } = others;
  const { counts } = wordsIn(reader.language);
  const isDateSaid = dueAt !== undefined && (dueToday === 0 || isPressing({ dueAt }, now));
  const days = oldestAt === undefined ? 0 : daysBetween(reader.calendar, oldestAt, now);
  return [
    ...dueTexts(reader, isDateSaid ? row : others, now, dueOf),
    ...(dueToday === 0 ? [] : [counts.dueToday(dueToday)]),
    ...(days < OLD_AFTER ? [] : [counts.oldest(count, days)]),
  ];
}
