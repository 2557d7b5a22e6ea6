import { unreachable } from "./result.ts";

/** Rises within this time of each other are told together; milliseconds. */
export const COLLECT_FOR = 2_000;
/** However long a burst goes on, it is told after this time; milliseconds. */
export const COLLECT_AT_MOST = 10_000;
/** Nobody pauses for longer; milliseconds. */
export const PAUSE_FOR = 3_600_000;

/**
 * What the person has been told. Everything else is derived: whatever stands above the told count is news.
 * Times are milliseconds since the Unix epoch.
 */
export interface Attention {
  /** Per service the count that the person knows of; kept across restarts. */
  readonly told: ReadonlyMap<string, number>;
  /** Set while the app reads what happened while it was away. */
  readonly catchingUp: boolean;
  readonly pausedUntil: number | null;
  /** Set while rises are being collected. */
  readonly collecting: { readonly since: number; readonly lastRise: number } | null;
  /** Why the next telling is a digest of its own kind rather than plain news. */
  readonly occasion: DigestOccasion;
}

export type DigestOccasion = "news" | "while-away" | "while-paused";

export type AttentionInput =
  | { readonly kind: "count"; readonly service: string }
  | { readonly kind: "removed"; readonly service: string }
  | { readonly kind: "catching-up" }
  | { readonly kind: "caught-up" }
  | { readonly kind: "pause"; readonly until: number }
  | { readonly kind: "resume" }
  /** Time has passed. */
  | { readonly kind: "tick" };

export interface Row {
  readonly service: string;
  readonly count: number;
  /** The count that the person knew of before. */
  readonly toldCount: number;
}

export type SilentReason = "paused" | "catching-up" | "collecting" | "nothing-new" | "fell-back";

/** Every decision can be logged and explained to the person who asks "why was I (not) told?". */
export type Decision =
  | ({ readonly kind: "notice" } & Row)
  | { readonly kind: "digest"; readonly occasion: DigestOccasion; readonly rows: readonly Row[] }
  | { readonly kind: "withdraw"; readonly service: string; readonly reason: "nothing-waits" | "removed" }
  | { readonly kind: "silent"; readonly service: string; readonly reason: SilentReason };

/** The waiting count per service; a ledger is one. */
export type Counts = ReadonlyMap<string, { readonly count: number }>;

export interface Attended {
  readonly attention: Attention;
  readonly decisions: readonly Decision[];
  /** When to call again with a tick, if nothing else happens before; null when there is nothing to wait for. */
  readonly wakeAt: number | null;
}

export function initialAttention(told: ReadonlyMap<string, number>, pausedUntil: number | null): Attention {
  return { told, catchingUp: false, pausedUntil, collecting: null, occasion: "news" };
}

/**
 * Decides what to tell now.
 * @param counts the waiting count per service, as it stands after the input
 * @param now milliseconds since the Unix epoch
 */
export function attend(before: Attention, input: AttentionInput, counts: Counts, now: number): Attended {
  const decisions: Decision[] = [];
  let attention = take(inReach(before, now), input, counts, now, decisions);
  if (attention.pausedUntil !== null && now >= attention.pausedUntil) {
    attention = { ...attention, pausedUntil: null, occasion: "while-paused", ...collectingFrom(now) };
  }
  if (isTimeToTell(attention, now)) attention = tell(attention, counts, decisions);
  return { attention, decisions, wakeAt: wakeAt(attention) };
}

/** Times that only a clock that was set back can have left so far ahead: waiting for them would be silence for days. */
function inReach(attention: Attention, now: number): Attention {
  const { pausedUntil, collecting } = attention;
  return {
    ...attention,
    pausedUntil: pausedUntil === null ? null : Math.min(pausedUntil, now + PAUSE_FOR),
    collecting:
      collecting === null
        ? null
        : { since: Math.min(collecting.since, now), lastRise: Math.min(collecting.lastRise, now) },
  };
}

function take(
  attention: Attention,
  input: AttentionInput,
  counts: Counts,
  now: number,
  decisions: Decision[],
): Attention {
  switch (input.kind) {
    case "count":
      return takeCount(attention, input.service, counts.get(input.service)?.count ?? 0, now, decisions);
    case "removed": {
      const told = new Map(attention.told);
      if (told.delete(input.service)) {
        decisions.push({ kind: "withdraw", service: input.service, reason: "removed" });
      }
      return { ...attention, told };
    }
    case "catching-up":
      return { ...attention, catchingUp: true, occasion: "while-away" };
    case "caught-up":
      if (!attention.catchingUp) return attention;
      // What rose while away is told at once, and once.
      return { ...attention, catchingUp: false, ...collectingFrom(now - COLLECT_FOR) };
    case "pause":
      return { ...attention, pausedUntil: input.until };
    case "resume":
      return { ...attention, pausedUntil: attention.pausedUntil === null ? null : now };
    case "tick":
      return attention;
    default:
      return unreachable(input);
  }
}

function takeCount(
  attention: Attention,
  service: string,
  count: number,
  now: number,
  decisions: Decision[],
): Attention {
  const toldCount = attention.told.get(service) ?? 0;
  if (count <= toldCount) {
    if (count === toldCount) decisions.push({ kind: "silent", service, reason: "nothing-new" });
    else if (count === 0) decisions.push({ kind: "withdraw", service, reason: "nothing-waits" });
    else decisions.push({ kind: "silent", service, reason: "fell-back" });
    // The person who approved some knows what is left; the next rise counts from there.
    return count === toldCount
      ? attention
      : { ...attention, told: new Map(attention.told).set(service, count) };
  }
  const reason =
    attention.pausedUntil !== null ? "paused" : attention.catchingUp ? "catching-up" : "collecting";
  decisions.push({ kind: "silent", service, reason });
  return { ...attention, collecting: { since: attention.collecting?.since ?? now, lastRise: now } };
}

function tell(attention: Attention, counts: Counts, decisions: Decision[]): Attention {
  const rows: Row[] = [];
  for (const [service, { count }] of counts) {
    const toldCount = attention.told.get(service) ?? 0;
    if (count > toldCount) rows.push({ service, count, toldCount });
  }
  const [first] = rows;
  if (first !== undefined) {
    decisions.push(
      rows.length === 1
        ? { kind: "notice", ...first }
        : { kind: "digest", occasion: attention.occasion, rows },
    );
  }
  const told = new Map(attention.told);
  for (const row of rows) told.set(row.service, row.count);
  return {
    ...attention,
    told,
    collecting: null,
    occasion: attention.catchingUp ? attention.occasion : "news",
  };
}

function collectingFrom(time: number): Pick<Attention, "collecting"> {
  return { collecting: { since: time, lastRise: time } };
}

function isTimeToTell(attention: Attention, now: number): boolean {
  const time = tellAt(attention);
  return time !== null && now >= time;
}

/** When what has been collected is told; null while nothing is, or while the person does not want it. */
function tellAt({ collecting, catchingUp, pausedUntil }: Attention): number | null {
  if (collecting === null || pausedUntil !== null) return null;
  const atMost = collecting.since + COLLECT_AT_MOST;
  return catchingUp ? atMost : Math.min(collecting.lastRise + COLLECT_FOR, atMost);
}

function wakeAt(attention: Attention): number | null {
  return attention.pausedUntil ?? tellAt(attention);
}
