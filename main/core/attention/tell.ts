import type {
  Attention,
  AttentionContext,
  Decision,
  DigestOccasion,
  HoldReason,
  Row,
  Silence,
} from "./attention.ts";
import { tellAt } from "./collecting.ts";
import { localDay } from "./hours.ts";
import {
  coveredRows,
  deadlineRows,
  digestDue,
  newsRows,
  overviewRows,
  reminderRows,
  stageOf,
} from "./rows.ts";
import { without } from "./without.ts";

const OCCASIONS: Readonly<Record<HoldReason, DigestOccasion>> = {
  "catching-up": "while-away",
  paused: "while-paused",
  "quiet-hours": "while-quiet",
  presenting: "while-presenting",
  locked: "while-locked",
};

/** Milliseconds. Without a fresh connection older news is not told, because the approvals may be done. */
const STILL_NEWS = 60_000;

/** The rows to tell now, by kind. */
interface DueNow {
  readonly day: "morning" | "leaving" | null;
  readonly overview: readonly Row[];
  readonly deadlines: readonly Required<Row>[];
  readonly reminders: readonly Row[];
  /** Null while news is held or collected. */
  readonly news: readonly Row[] | null;
}

/** Tells everything that is due in one notice. The caller has checked that there is no silence. */
export function tellAll(attention: Attention, context: AttentionContext, decisions: Decision[]): Attention {
  const due = whatIsDue(attention, context);
  const rows = together(due, context.now);
  if (rows.length > 0) decisions.push(telling(due, rows, attention, context));
  return {
    ...asTold(attention, rows, context.now),
    ...(due.news === null
      ? {}
      : { collecting: null, heldBy: attention.catchingUp ? attention.heldBy : null }),
    ...(due.day === null ? {} : { digestDays: dayDone(attention, due.day, context) }),
  };
}

function whatIsDue(attention: Attention, context: AttentionContext): DueNow {
  const { isFresh } = context;
  const news = isNewsTime(attention, context) ? newsRows(attention, context) : null;
  // Counts from before the connection was lost may be outdated.
  if (!isFresh || attention.catchingUp || attention.presence.isLocked) {
    return { day: null, overview: [], deadlines: [], reminders: [], news };
  }
  const day = digestDue(attention, context);
  return {
    day,
    overview: day === null ? [] : overviewRows(attention, context),
    deadlines: deadlineRows(attention, context),
    reminders: [...reminderRows(attention, context), ...coveredRows(attention, context)],
    news,
  };
}

function isNewsTime(attention: Attention, { isFresh, now }: AttentionContext): boolean {
  const time = tellAt(attention);
  if (time === null || now < time) return false;
  return isFresh || (attention.collecting !== null && now - attention.collecting.lastRise <= STILL_NEWS);
}

/** One row per service. Near deadlines come first. */
function together({ deadlines, overview, reminders, news }: DueNow, now: number): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const row of [...deadlines, ...overview, ...reminders, ...(news ?? [])]) rows.set(row.service, row);
  const dueAt = ({ dueAt: due }: Row): number =>
    due === undefined || stageOf(due, now) === null ? Number.POSITIVE_INFINITY : due;
  return [...rows.values()].sort((a, b) => (dueAt(a) === dueAt(b) ? 0 : dueAt(a) - dueAt(b)));
}

function telling(
  due: DueNow,
  rows: readonly Row[],
  attention: Attention,
  { now }: AttentionContext,
): Decision {
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) {
    const stage = stageOf(only.dueAt, now);
    if (due.deadlines.length === 1 && only.dueAt !== undefined && stage !== null) {
      return { kind: "deadline", stage, ...only, dueAt: only.dueAt };
    }
    if (due.overview.length === 0 && due.reminders.length === 0) return { kind: "notice", ...only };
  }
  const isUrgent = due.deadlines.length > 0 || rows.some(({ dueAt }) => stageOf(dueAt, now) === "hours");
  return { kind: "digest", occasion: occasionOf(due, attention), rows, isUrgent };
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

/** Marks rows as told. */
function asTold(attention: Attention, rows: readonly Row[], now: number): Attention {
  if (rows.length === 0) return attention;
  const told = new Map(attention.told);
  const deadlines = new Map(attention.deadlines);
  for (const { service, count, dueAt } of rows) {
    told.set(service, { count, at: now });
    const stage = stageOf(dueAt, now);
    if (dueAt !== undefined && stage !== null) deadlines.set(service, { dueAt, stage });
  }
  const services = new Set(rows.map(({ service }) => service));
  return {
    ...attention,
    told,
    deadlines,
    snoozed: without(attention.snoozed, [...services]),
    covered: new Set([...attention.covered].filter((service) => !services.has(service))),
  };
}

/** Shows a hint on a locked screen, again when there is more news, and withdraws it after the screen is unlocked. */
export function hint(
  attention: Attention,
  silence: Silence | null,
  context: AttentionContext,
  decisions: Decision[],
): Attention {
  if (silence?.reason !== "locked") {
    if (attention.hinted > 0) decisions.push({ kind: "withdraw-hint" });
    return attention.hinted > 0 ? { ...attention, hinted: 0 } : attention;
  }
  const time = tellAt(attention);
  if (time === null || context.now < time) return attention;
  const risen = newsRows(attention, context).reduce(
    (sum, { count, toldCount }) => sum + count - toldCount,
    0,
  );
  if (risen <= attention.hinted) return attention;
  decisions.push({ kind: "hint" });
  return { ...attention, hinted: risen };
}
