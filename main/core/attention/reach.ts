import type { Attention, AttentionContext, Term, ToldDeadline } from "./attention.ts";
import { sinceNow } from "./collecting.ts";
import { isLater, stageOf } from "./waiting.ts";

/** Limits times that a clock set back has left too far ahead. Waiting for them could mean silence for days. */
export function inReach(attention: Attention, { now }: AttentionContext): Attention {
  const { pause, collecting, collectingUrgent, told, snoozed, batchedAt } = attention;
  const isAhead =
    [...told.values()].some(({ at }) => at > now) ||
    [...snoozed.values()].some((term) => term !== shortened(term, now));
  return {
    ...attention,
    pause: pause === null ? null : shortened(pause, now),
    batchedAt: Math.min(batchedAt ?? now, now),
    collecting: sinceNow(collecting, now),
    collectingUrgent: sinceNow(collectingUrgent, now),
    deadlines: reached(attention.deadlines, now),
    ...(isAhead
      ? {
          told: new Map([...told].map(([id, { count, at }]) => [id, { count, at: Math.min(at, now) }])),
          snoozed: new Map([...snoozed].map(([id, term]) => [id, shortened(term, now)])),
        }
      : {}),
  };
}

/** A deadline that a clock which was ahead has told too early counts as told at the stage that it has reached now. */
function reached(deadlines: Attention["deadlines"], now: number): Attention["deadlines"] {
  const isAhead = ({ dueAt, overdue, stage }: ToldDeadline): boolean => {
    if (dueAt === undefined || overdue) return false;
    const present = stageOf({ dueAt }, now);
    return present === null || isLater(stage, present);
  };
  if (![...deadlines.values()].some(isAhead)) return deadlines;
  return new Map(
    [...deadlines].flatMap(([service, deadline]) => {
      if (!isAhead(deadline)) return [[service, deadline] as const];
      const stage = stageOf(deadline, now);
      return stage === null ? [] : [[service, { ...deadline, stage }] as const];
    }),
  );
}

/** A term that ends at most `length` after `now`. */
function shortened(term: Term, now: number): Term {
  return term.until <= now + term.length ? term : { ...term, until: now + term.length };
}
