import { isSameDay } from "../core/attention/hours.ts";
import { factsNow } from "../core/attention/waiting.ts";
import { wordsIn } from "../words/index.ts";
import type { ShownService } from "./situation.ts";
import type { Reader } from "./time.ts";

/** A sum, and whether it may be more: of a service that names only its earliest deadline, one approval is counted. */
interface Sum {
  readonly count: number;
  readonly isLeast: boolean;
}

/**
 * How many approvals of all services are due today, and how many are late: `오늘 기한 2건 · 지난 기한 1건`. Undefined where none
 * is.
 * @param now milliseconds since the Unix epoch
 */
export function deadlineText(
  services: readonly Pick<ShownService, "count" | "event">[],
  reader: Reader,
  now: number,
): string | undefined {
  const { counts } = wordsIn(reader.language);
  const each = services.flatMap(({ count = 0, event }) =>
    count === 0 || event === undefined ? [] : [{ count, ...factsNow(event, reader.calendar, now) }],
  );
  const late = sumOf(each.map(({ count, dueAt, overdue }) => numberOf(overdue, count, dueAt, isLate)));
  const today = sumOf(each.map(({ count, dueAt, dueToday }) => numberOf(dueToday, count, dueAt, isToday)));
  const parts = [
    ...(today.count === 0 ? [] : [counts.dueTodayInAll(today.count, today.isLeast)]),
    ...(late.count === 0 ? [] : [counts.overdueInAll(late.count, late.isLeast)]),
  ];
  return parts.length === 0 ? undefined : parts.join(" · ");

  function isLate(dueAt: number): boolean {
    return dueAt <= now;
  }

  function isToday(dueAt: number): boolean {
    return dueAt > now && isSameDay(reader.calendar, dueAt, now);
  }
}

/** The number that the service says, else what its earliest deadline allows to say. */
function numberOf(
  said: number | undefined,
  count: number,
  dueAt: number | undefined,
  isSo: (dueAt: number) => boolean,
): Sum {
  if (said !== undefined) return { count: said, isLeast: false };
  return dueAt !== undefined && isSo(dueAt) ? { count: 1, isLeast: count > 1 } : { count: 0, isLeast: false };
}

function sumOf(sums: readonly Sum[]): Sum {
  return {
    count: sums.reduce((sum, { count }) => sum + count, 0),
    isLeast: sums.some(({ isLeast }) => isLeast),
  };
}
