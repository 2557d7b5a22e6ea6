import type { Counts } from "../attention/attention.ts";
import type { Calendar } from "../attention/calendar.ts";
import { COLLECT_FOR } from "../attention/collecting.ts";
import { type Row, rowsOf, servicesOf } from "../attention/decision.ts";
import { factsNow, isPressing, pressingFirst, stageOf } from "../attention/waiting.ts";
import type { Effect, TellingDecision } from "./effect.ts";

/**
 * Milliseconds from a fall to the silent change of the notice: several approvals in a row are one change. A rise waits
 * for its telling, which comes first unless more rises follow or the person is not to be told.
 */
const REWRITE_FALL_AFTER = 1_000;
const REWRITE_RISE_AFTER = COLLECT_FOR + 50;

/** A decision whose notice names services. */
export type NamingDecision = Exclude<TellingDecision, { kind: "hint" }>;

/**
 * The one notice about approvals. A later telling replaces it, and says all that is still new. It never says a count that
 * is not the known one.
 */
export interface LivingNotice {
  /** Its `toldCount`s are the counts of the time when the person looked last. */
  readonly says: NamingDecision;
  /** `list`: it may be in the desktop's list, where it can only be removed. `gone`: what it said is still new. */
  readonly place: "screen" | "list" | "gone";
}

/** The tag of the notice about approvals. */
export const NOTICE_TAG = "approvals";
/** The tag of the hint on a lock screen. */
export const HINT_TAG = "hint";

export function tagOf({ kind }: TellingDecision): string {
  return kind === "hint" ? HINT_TAG : NOTICE_TAG;
}

/** The counts that a notice must not contradict, and the present. */
export interface Present {
  readonly counts: Counts;
  readonly calendar: Calendar;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The notice after a telling: what is told now, and what was told before and is still new or due. */
export function toldNow(
  before: LivingNotice | null,
  decision: NamingDecision,
  present: Present,
): LivingNotice {
  const earlier = new Map((before === null ? [] : rowsOf(before.says)).map((row) => [row.service, row]));
  const rows = rowsOf(decision).map((row) => {
    const base = earlier.get(row.service)?.toldCount ?? row.toldCount;
    return { ...row, toldCount: Math.min(base, row.toldCount) };
  });
  for (const { service } of rows) earlier.delete(service);
  const kept = [...earlier.values()]
    .flatMap((row) => rowNow(row, present))
    .filter((row) => row.count > row.toldCount || isPressing(row, present.now));
  return { says: saying(withMore(decision, kept), [...rows, ...kept], present.now), place: "screen" };
}

/** The notice without some services; null without any. */
export function withoutServices(
  notice: LivingNotice | null,
  services: readonly string[],
  now: number,
): LivingNotice | null {
  if (notice === null || !servicesOf(notice.says).some((service) => services.includes(service)))
    return notice;
  return saidOf(
    notice,
    rowsOf(notice.says).filter(({ service }) => !services.includes(service)),
    now,
  );
}

/** The notice with the present counts; the same notice if they have not changed, null if nothing waits. */
export function upToDate(notice: LivingNotice | null, present: Present): LivingNotice | null {
  if (notice === null) return null;
  const rows = rowsOf(notice.says);
  const isRight = rows.every(({ service, count, dueAt, overdue }) => {
    const held = present.counts.get(service);
    return held?.count === count && held.dueAt === dueAt && held.overdue === overdue;
  });
  return isRight
    ? notice
    : saidOf(
        notice,
        rows.flatMap((row) => rowNow(row, present)),
        present.now,
      );
}

/** The notice left the screen. @param isDismissed by the person, who has read it */
export function closed(notice: LivingNotice | null, tag: string, isDismissed: boolean): LivingNotice | null {
  if (notice === null || tag !== NOTICE_TAG) return notice;
  return isDismissed ? null : { ...notice, place: "list" };
}

/** The services that it names on the screen. */
export function onScreen(notice: LivingNotice | null): readonly string[] {
  return notice?.place === "screen" ? servicesOf(notice.says) : [];
}

/**
 * Carries a change of the notice to the screen. Only a telling brings it there, so in the desktop's list it is removed
 * and not replaced.
 */
export function settledNotice(
  before: LivingNotice | null,
  after: LivingNotice | null,
  effects: Effect[],
): LivingNotice | null {
  const isShown = before !== null && before.place !== "gone";
  const isDone = effects.some(
    (effect) =>
      effect.kind === "withdraw-all" || (effect.kind === "tell" && tagOf(effect.decision) === NOTICE_TAG),
  );
  if (!isShown || isDone || after?.says === before.says) return after;
  if (after?.place === "screen") {
    const isOnlyRise = isRise(before.says, after.says);
    effects.push({ kind: "rewrite", after: isOnlyRise ? REWRITE_RISE_AFTER : REWRITE_FALL_AFTER });
    return after;
  }
  effects.push({ kind: "withdraw", tag: NOTICE_TAG });
  return after === null ? null : { ...after, place: "gone" };
}

/** Whether every change between them is a rise. */
function isRise(before: NamingDecision, after: NamingDecision): boolean {
  const counts = new Map(rowsOf(after).map(({ service, count }) => [service, count]));
  return rowsOf(before).every((row) => (counts.get(row.service) ?? 0) >= row.count);
}

function rowNow({ service, toldCount }: Row, { counts, calendar, now }: Present): Row[] {
  const held = counts.get(service);
  if (held === undefined || held.count === 0) return [];
  const { count } = held;
  return [{ service, count, toldCount: Math.min(toldCount, count), ...factsNow(held, calendar, now) }];
}

function saidOf(notice: LivingNotice, rows: readonly Row[], now: number): LivingNotice | null {
  return rows.length === 0 ? null : { ...notice, says: saying(notice.says, rows, now) };
}

/** A decision that names these services besides its own. */
function withMore(decision: NamingDecision, kept: readonly Row[]): NamingDecision {
  if (kept.length === 0) return decision;
  const digest = { kind: "digest", rows: kept } as const;
  if (decision.kind === "notice") return { ...digest, occasion: "news", isUrgent: false };
  if (decision.kind === "deadline") return { ...digest, occasion: "together", isUrgent: true };
  switch (decision.occasion) {
    case "morning":
    case "leaving":
      return decision;
    case "reminder":
    case "deadline":
    case "together":
      return { ...decision, occasion: "together" };
    default:
      return { ...decision, occasion: "news" }; // not all of it came during the silence
  }
}

/** The decision with other rows. */
function saying(decision: NamingDecision, rows: readonly Row[], now: number): NamingDecision {
  const [only] = rows;
  if (decision.kind === "digest" || only === undefined || rows.length > 1) {
    const { occasion, isUrgent: wasUrgent } =
      decision.kind === "digest" ? decision : { occasion: "together" as const, isUrgent: false };
    const isUrgent = rows.some((row) => isPressing(row, now) || (wasUrgent && stageOf(row, now) !== null));
    return { kind: "digest", occasion, rows: pressingFirst(rows, now), isUrgent };
  }
  const stage = stageOf(only, now);
  return decision.kind === "deadline" && stage !== null
    ? { kind: "deadline", stage, ...only }
    : { kind: "notice", ...only };
}
