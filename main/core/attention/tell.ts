import { defined } from "../../contract/defined.ts";
import type { Attention, AttentionContext, HoldReason, Silence } from "./attention.ts";
import { tellAt, tellUrgentAt } from "./collecting.ts";
import type { Decision, DigestOccasion, Part, Row, SilentReason } from "./decision.ts";
import { deliveryOf, isBatchDue } from "./delivery.ts";
import { localDay } from "./hours.ts";
import { coveredRows, deadlineRows, digestDue, newsRows, overviewRows, reminderRows } from "./rows.ts";
import { isPressing, pressingFirst, stageOf } from "./waiting.ts";
import { without } from "./without.ts";

const OCCASIONS: Readonly<Record<HoldReason, DigestOccasion>> = {
  "catching-up": "while-away",
  paused: "while-paused",
  "quiet-hours": "while-quiet",
  presenting: "while-presenting",
  locked: "while-locked",
  "off-hours": "while-off",
};

/** Milliseconds. Without a fresh connection older news is not told, because the approvals may be done. */
const STILL_NEWS = 60_000;

/** Milliseconds. A morning digest that only repeats what was told within this time is left out. */
const TOLD_LATELY = 60 * 60_000;

/** The rows to tell now, by kind. */
interface DueNow {
  readonly day: "morning" | "leaving" | null;
  readonly overview: readonly Row[];
  /** The rows of a digest that would only repeat what was told lately. */
  readonly repeated: readonly Row[];
  readonly deadlines: readonly Row[];
  readonly reminders: readonly Row[];
  /** Null while news is held or collected. */
  readonly news: readonly Row[] | null;
}

/**
 * Tells everything that is due in one notice. A person who looks at the board sees it there. The caller has checked that
 * there is no silence.
 */
export function tellAll(attention: Attention, context: AttentionContext, decisions: Decision[]): Attention {
  const told = tellDue(whatIsDue(attention, context), attention, context, decisions);
  return isBatchOver(attention, context) ? { ...told, batchedAt: context.now } : told;
}

/**
 * Tells outside of the working hours what does not wait for them: snoozes that the person has chosen to end now, and
 * deadlines that are near or over, if the person wants that. Urgent news of a burst is told together.
 */
export function tellUrgent(
  attention: Attention,
  context: AttentionContext,
  decisions: Decision[],
): Attention {
  const { isFresh, preferences, now } = context;
  if (!isFresh || attention.catchingUp || attention.presence.isLocked) return attention;
  const due = { day: null, overview: [], repeated: [], news: null };
  const urgent = (rows: readonly Row[]): readonly Row[] =>
    preferences.urgentBreaksThrough ? rows.filter((row) => isPressing(row, now)) : [];
  const news = urgent(newsRows(attention, context));
  const time = tellUrgentAt(attention);
  const isCollecting = news.length > 0 && time !== null && now < time;
  const deadlines = [...urgent(deadlineRows(attention, context)), ...(isCollecting ? [] : news)];
  const reminders = [...reminderRows(attention, context), ...urgent(coveredRows(attention, context))];
  const told = tellDue({ ...due, deadlines, reminders }, attention, context, decisions);
  return isCollecting ? told : { ...told, collectingUrgent: null };
}

function tellDue(
  due: DueNow,
  attention: Attention,
  context: AttentionContext,
  decisions: Decision[],
): Attention {
  const rows = together(due, context.now);
  const silent = (reason: SilentReason) => (row: Row) => {
    decisions.push({ kind: "silent", service: row.service, reason });
  };
  due.repeated.forEach(silent("told-lately"));
  if (context.isWatching && !attention.presence.isLocked) rows.forEach(silent("seen"));
  else if (rows.length > 0) decisions.push(telling(due, rows, attention, context));
  return {
    ...asTold(attention, rows, context.now),
    ...(due.news === null
      ? {}
      : { collecting: null, heldBy: attention.catchingUp ? attention.heldBy : null }),
    ...(due.day === null ? {} : { digestDays: dayDone(attention, due.day, context) }),
  };
}

/** Whether a batch is due, and everything that it may have to tell is known and told. */
function isBatchOver(attention: Attention, context: AttentionContext): boolean {
  return context.isFresh && !attention.catchingUp && isBatchDue(attention, context);
}

function whatIsDue(attention: Attention, context: AttentionContext): DueNow {
  const { isFresh } = context;
  const news = isNewsTime(attention, context) ? newsRows(attention, context) : null;
  // Counts from before the connection was lost may be outdated.
  if (!isFresh || attention.catchingUp || attention.presence.isLocked) {
    return { day: null, overview: [], repeated: [], deadlines: [], reminders: [], news };
  }
  const day = digestDue(attention, context);
  const overview = day === null ? [] : overviewRows(attention, context);
  const isRepeated = day === "morning" && overview.every((row) => isToldLately(row, attention, context.now));
  return {
    day,
    overview: isRepeated ? [] : overview,
    repeated: isRepeated ? overview : [],
    deadlines: deadlineRows(attention, context),
    reminders: [...reminderRows(attention, context), ...coveredRows(attention, context)],
    news,
  };
}

function isToldLately({ service, count }: Row, { told }: Attention, now: number): boolean {
  const last = told.get(service);
  return last !== undefined && last.count === count && now - last.at < TOLD_LATELY;
}

function isNewsTime(attention: Attention, { isFresh, now }: AttentionContext): boolean {
  const time = tellAt(attention);
  if (time === null || now < time) return false;
  return isFresh || (attention.collecting !== null && now - attention.collecting.lastRise <= STILL_NEWS);
}

/** One row per service. */
function together({ deadlines, overview, reminders, news }: DueNow, now: number): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const row of [...deadlines, ...overview, ...reminders, ...(news ?? [])]) rows.set(row.service, row);
  return pressingFirst([...rows.values()], now);
}

function telling(
  due: DueNow,
  rows: readonly Row[],
  attention: Attention,
  context: AttentionContext,
): Decision {
  const { now } = context;
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) {
    const stage = stageOf(only, now);
    if (due.deadlines.length === 1 && stage !== null) return { kind: "deadline", stage, ...only };
    if (due.overview.length === 0 && due.reminders.length === 0) return { kind: "notice", ...only };
  }
  const isUrgent = due.deadlines.length > 0 || rows.some((row) => isPressing(row, now));
  const occasion = occasionOf(due, attention);
  const isBatch =
    occasion === "news" && rows.every(({ service }) => deliveryOf(service, context) === "batched");
  const parts = partsOf(due);
  return {
    kind: "digest",
    occasion: isBatch ? "batch" : occasion,
    rows,
    isUrgent,
    ...(parts.length > 1 ? { parts } : {}),
  };
}

/** The kinds of rows, each with its approvals: what waits, or of news what is new. */
function partsOf({ overview, deadlines, reminders, news }: DueNow): readonly Part[] {
  const waiting = (rows: readonly Row[]): number => rows.reduce((sum, { count }) => sum + count, 0);
  const fresh = (news ?? []).reduce((sum, { count, toldCount }) => sum + count - toldCount, 0);
  const all: readonly Part[] = [
    { part: "overview", count: waiting(overview) },
    { part: "deadline", count: waiting(deadlines) },
    { part: "reminder", count: waiting(reminders) },
    { part: "news", count: fresh },
  ];
  return all.filter(({ count }) => count > 0);
}

function occasionOf(
  { day, overview, deadlines, reminders, news }: DueNow,
  { heldBy }: Attention,
): DigestOccasion {
  if (day !== null && overview.length > 0) return day;
  const occasions = [
    ...(deadlines.length > 0 ? (["deadline"] as const) : []),
    ...(reminders.length > 0 ? (["reminder"] as const) : []),
    ...(news !== null && news.length > 0 ? [heldBy === null ? "news" : OCCASIONS[heldBy]] : []),
  ];
  const [only = "together"] = occasions;
  return occasions.length === 1 ? only : "together";
}

/** A digest before leaving also replaces the morning digest of that day. */
function dayDone(
  { digestDays }: Attention,
  day: "morning" | "leaving",
  { calendar, now }: AttentionContext,
): Attention["digestDays"] {
  const today = localDay(calendar, now);
  return day === "leaving" ? { morning: today, leaving: today } : { ...digestDays, morning: today };
}

/** Marks rows as told, and ends their snoozes that are over: a deadline is told during a snooze too. */
function asTold(attention: Attention, rows: readonly Row[], now: number): Attention {
  if (rows.length === 0) return attention;
  const told = new Map(attention.told);
  const deadlines = new Map(attention.deadlines);
  for (const { service, count, dueAt, overdue } of rows) {
    told.set(service, { count, at: now });
    const deadline = defined({ dueAt, overdue });
    const stage = stageOf(deadline, now);
    if (stage !== null) deadlines.set(service, { ...deadline, stage });
  }
  const services = new Set(rows.map(({ service }) => service));
  const isOver = (service: string): boolean => (attention.snoozed.get(service)?.until ?? now) <= now;
  return {
    ...attention,
    told,
    deadlines,
    snoozed: without(attention.snoozed, [...services].filter(isOver)),
    covered: new Set([...attention.covered].filter((service) => !services.has(service))),
  };
}

/**
 * Shows a hint on a locked screen, again when there is more news, and withdraws it when there is none any more, or the
 * screen is unlocked.
 */
export function hint(
  attention: Attention,
  silence: Silence | null,
  context: AttentionContext,
  decisions: Decision[],
): Attention {
  const isLocked = silence?.reason === "locked";
  const most = isLocked ? newNow(attention, { ...context, unsure: new Set() }) : 0;
  if (most === 0 && attention.hinted > 0) decisions.push({ kind: "withdraw-hint" });
  const hinted = Math.min(attention.hinted, most);
  const time = tellAt(attention);
  const risen = isLocked && time !== null && context.now >= time ? newNow(attention, context) : 0;
  if (risen > hinted) decisions.push({ kind: "hint" });
  else if (hinted === attention.hinted) return attention;
  return { ...attention, hinted: Math.max(risen, hinted) };
}

/** How many approvals are new. */
function newNow(attention: Attention, context: AttentionContext): number {
  return newsRows(attention, context).reduce((sum, { count, toldCount }) => sum + count - toldCount, 0);
}
