import { defined } from "../../contract/defined.ts";
import type { Held } from "./attention.ts";
import type { Calendar } from "./calendar.ts";
import {
  DEADLINE_STAGES,
  type Deadline,
  type DeadlineStage,
  type Row,
  type WaitingFacts,
} from "./decision.ts";
import { isSameDay } from "./hours.ts";

/** What is known of waiting approvals besides their count. All times in milliseconds. */

const HOUR = 3_600_000;
const STAGE_BEFORE: Readonly<Record<DeadlineStage, number>> = {
  day: 24 * HOUR,
  hours: 2 * HOUR,
  overdue: 0,
};

/**
 * What is still true of a service's facts. A service counts what is due today on its day, so on another day that number
 * is left out, and so are all facts where nothing waits.
 */
export function factsNow(held: Held, calendar: Calendar, now: number): WaitingFacts {
  const { count, occurredAt, dueAt, oldestAt, dueToday, overdue } = held;
  if (count === 0) return {};
  const isOfToday = dueToday !== undefined && isSameDay(calendar, occurredAt, now);
  return defined({ dueAt, oldestAt, overdue, dueToday: isOfToday ? dueToday : undefined });
}

/** The stage of a deadline; null when it is more than a day away, or missing. */
export function stageOf({ dueAt, overdue = 0 }: Deadline, now: number): DeadlineStage | null {
  if (overdue > 0) return "overdue";
  if (dueAt === undefined) return null;
  return DEADLINE_STAGES.findLast((stage) => dueAt - now <= STAGE_BEFORE[stage]) ?? null;
}

/** Whether a deadline is less than two hours away, or over. */
export function isPressing(deadline: Deadline, now: number): boolean {
  const stage = stageOf(deadline, now);
  return stage === "hours" || stage === "overdue";
}

/** Whether a stage follows the other one. */
export function isLater(stage: DeadlineStage, other: DeadlineStage): boolean {
  return DEADLINE_STAGES.indexOf(stage) > DEADLINE_STAGES.indexOf(other);
}

/** When the deadline enters each stage. */
export function stagesOf(dueAt: number): readonly number[] {
  return DEADLINE_STAGES.map((stage) => dueAt - STAGE_BEFORE[stage]);
}

/** The order of a notice: deadlines that are over or near first, by time. */
export function pressingFirst(rows: readonly Row[], now: number): readonly Row[] {
  const placeOf = (row: Row): number => {
    const { dueAt = now } = row; // of what is only counted as late
    const stage = stageOf(row, now);
    if (stage === null) return Number.POSITIVE_INFINITY;
    return stage === "overdue" ? Math.min(dueAt, now) : dueAt;
  };
  return rows.toSorted((a, b) => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b)));
}
