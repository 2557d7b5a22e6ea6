import type { Attention, AttentionContext } from "./attention.ts";
import type { Row } from "./decision.ts";
import { deliveryOf, isTellable } from "./delivery.ts";
import {
  earliestOf,
  isWorkingDay,
  localDay,
  nextOnWorkingDay,
  nextWorkingMoment,
  timeOnDay,
} from "./hours.ts";
import { factsNow, isLater, stageOf, stagesOf } from "./waiting.ts";

/** The rows that could be told now, by kind, and when the next ones come. All times in milliseconds. */

const MINUTE = 60_000;

/** Reminders due within this time of each other are sent together. */
const REMIND_TOGETHER = 15 * MINUTE;
/** Time from the digest before leaving to the end of the working hours. */
const BEFORE_LEAVING = 30 * MINUTE;

/** A row for each service that is neither off nor unsure. */
function* audible(attention: Attention, context: AttentionContext): Generator<Row> {
  const { counts, unsure, calendar, now } = context;
  for (const [service, held] of counts) {
    if (unsure.has(service) || deliveryOf(service, context) === "off") continue;
    const toldCount = attention.told.get(service)?.count ?? 0;
    yield { service, count: held.count, toldCount, ...factsNow(held, calendar, now) };
  }
}

/** Services whose count is above the told count, except those that are not told now or are snoozed. */
export function newsRows(attention: Attention, context: AttentionContext): Row[] {
  return [...audible(attention, context)].filter((row) => isNews(row, attention, context));
}

function isNews(row: Row, attention: Attention, context: AttentionContext): boolean {
  const { service, count, toldCount } = row;
  return count > toldCount && !attention.snoozed.has(service) && isTellable(row, attention, context);
}

/** Services with a count above 0, except snoozed ones, and without a near deadline those that are told only then. */
export function overviewRows(attention: Attention, context: AttentionContext): Row[] {
  return [...audible(attention, context)].filter((row) => {
    const { service, count } = row;
    const isWanted = deliveryOf(service, context) !== "urgent" || isTellable(row, attention, context);
    return count > 0 && !attention.snoozed.has(service) && isWanted;
  });
}

/** Services whose notices were withdrawn when the screen was locked, and that still wait. */
export function coveredRows(attention: Attention, context: AttentionContext): Row[] {
  if (attention.covered.size === 0) return [];
  return overviewRows(attention, context).filter(({ service }) => attention.covered.has(service));
}

/**
 * Services whose deadline has entered a stage that was not told yet. The deadline of news is told with the news, so it
 * is left out. A snoozed service is included.
 */
export function deadlineRows(attention: Attention, context: AttentionContext): Row[] {
  const { now } = context;
  return [...audible(attention, context)].filter((row) => {
    const { service, dueAt, overdue = 0 } = row;
    const stage = stageOf(row, now);
    if (stage === null || isNews(row, attention, context)) return false;
    const told = attention.deadlines.get(service);
    if (told === undefined || told.dueAt !== dueAt || isLater(stage, told.stage)) return true;
    return stage === "overdue" && overdue > Math.max(told.overdue ?? 0, 1);
  });
}

/** When the next deadline enters a stage; null for never. */
export function nextDeadline(attention: Attention, context: AttentionContext): number | null {
  const { now } = context;
  return earliest(
    [...audible(attention, context)].flatMap(({ dueAt }) => (dueAt === undefined ? [] : stagesOf(dueAt))),
    now,
  );
}

/** When a service is told again without news: the end of its snooze, or a reminder in working hours. */
function remindAt({ service, count, toldCount }: Row, attention: Attention, context: AttentionContext) {
  if (count === 0) return null;
  const snooze = attention.snoozed.get(service);
  if (snooze !== undefined) return snooze.until;
  const { calendar, preferences, now } = context;
  const { remindAfter } = preferences;
  if (remindAfter === null || count > toldCount) return null;
  const toldAt = attention.told.get(service)?.at ?? now;
  return nextWorkingMoment(calendar, preferences, toldAt + remindAfter * MINUTE);
}

/** The reminders to send now. Empty until one is due; then those that follow soon are included. */
export function reminderRows(attention: Attention, context: AttentionContext): Row[] {
  const { now, calendar, preferences } = context;
  const rows = [...audible(attention, context)].map((row) => ({
    row,
    at: remindAt(row, attention, context),
    isSnoozed: attention.snoozed.has(row.service),
  }));
  const isWorking = nextWorkingMoment(calendar, preferences, now) === now;
  const isDue = ({ row, at, isSnoozed }: (typeof rows)[number], within = 0): boolean =>
    at !== null &&
    (isSnoozed ? at <= now : isWorking && at <= now + within && isTellable(row, attention, context));
  if (!rows.some((each) => isDue(each))) return [];
  return rows.filter((each) => isDue(each, REMIND_TOGETHER)).map(({ row }) => row);
}

/** When the next reminder is due; null for never. */
export function nextReminder(attention: Attention, context: AttentionContext): number | null {
  const { now, calendar, preferences } = context;
  const times = [...audible(attention, context)].map((row) => remindAt(row, attention, context));
  // An overdue reminder waits for the next working moment.
  const working = (at: number): number | null =>
    at > now ? at : nextWorkingMoment(calendar, preferences, now);
  return earliest(
    times.map((at) => (at === null ? null : working(at))),
    now,
  );
}

/** The digest that is due now; null when none is. Digests come in the working hours of a working day, once a day. */
export function digestDue(
  { digestDays }: Attention,
  { preferences, calendar, now }: AttentionContext,
): "morning" | "leaving" | null {
  if (!isWorkingDay(calendar, preferences, now)) return null;
  const today = localDay(calendar, now);
  const { from, to } = preferences.workingHours;
  const end = timeOnDay(calendar, now, to);
  if (now >= end || now < timeOnDay(calendar, now, from)) return null;
  if (now >= end - BEFORE_LEAVING && preferences.leavingDigest && digestDays.leaving !== today)
    return "leaving";
  return preferences.morningDigest && digestDays.morning !== today ? "morning" : null;
}

/** When the next digest is due; null for never. */
export function nextDigest({ preferences, calendar, now }: AttentionContext): number | null {
  const { morningDigest, leavingDigest, workingHours } = preferences;
  const leaving = nextOnWorkingDay(calendar, preferences, workingHours.to, now + BEFORE_LEAVING);
  return earliest(
    [
      morningDigest ? nextOnWorkingDay(calendar, preferences, workingHours.from, now) : null,
      leavingDigest && leaving !== null ? leaving - BEFORE_LEAVING : null,
    ],
    now,
  );
}

/** The earliest moment after `now`; null when there is none. */
export function earliest(moments: readonly (number | null)[], now: number): number | null {
  return earliestOf(moments.filter((moment): moment is number => moment !== null && moment > now));
}
