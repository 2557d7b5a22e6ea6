import { unreachable } from "../../contract/result.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { Calendar } from "./calendar.ts";

/** What is told when, and why: the words of it. Times are milliseconds since the Unix epoch. */

/** What the person knows of a service. */
export interface Told {
  /** The count that the person was told of, or has seen. */
  readonly count: number;
  /** When that was, or when the person last did something about it: reminders count from here. */
  readonly at: number;
}

/** A time that ends by itself. Its length tells when a clock that was set back makes it longer than was meant. */
export interface Term {
  readonly until: number;
  /** Milliseconds. */
  readonly length: number;
}

/** How near the earliest deadline is when it is told: a day before, and two hours before. */
export const DEADLINE_STAGES = ["day", "hours"] as const;
export type DeadlineStage = (typeof DEADLINE_STAGES)[number];

/** Whether somebody is there to be told. */
export interface Presence {
  readonly isLocked: boolean;
  /** The screen is shown to others, or the desktop was told not to disturb. */
  readonly isPresenting: boolean;
}

/**
 * What the person has been told. Everything else is derived: whatever stands above the told count is news, whatever
 * stands for long is a reminder.
 */
export interface Attention {
  readonly told: ReadonlyMap<string, Told>;
  /** Per service the deadline that was told last, and how near it was then. */
  readonly deadlines: ReadonlyMap<string, { readonly dueAt: number; readonly stage: DeadlineStage }>;
  /** Per service how long it is put off. */
  readonly snoozed: ReadonlyMap<string, Term>;
  readonly pause: Term | null;
  /** The local days (`2026-11-22`) of the last digests of their kind. */
  readonly digestDays: { readonly morning: string | null; readonly leaving: string | null };
  /** Set while the app reads what happened while it was away. */
  readonly catchingUp: boolean;
  /** Set while rises are being collected. */
  readonly collecting: { readonly since: number; readonly lastRise: number } | null;
  readonly presence: Presence;
  /** The last silence in which news came; the digest that follows it says so. */
  readonly heldBy: HoldReason | null;
  /** How many waited when the lock screen was last told; 0 when it was not. */
  readonly hinted: number;
  /** Services whose notices were taken off a screen that was locked: told again when somebody is there. */
  readonly covered: ReadonlySet<string>;
}

/** Why news wait. */
export type HoldReason = "catching-up" | Silence["reason"];

/** A time in which nobody is told anything. */
export interface Silence {
  readonly reason: "paused" | "quiet-hours" | "presenting" | "locked";
  /** When it ends by itself; null when only something else ends it. */
  readonly until: number | null;
}

export type AttentionInput =
  | { readonly kind: "count"; readonly service: string }
  | { readonly kind: "removed"; readonly service: string }
  | { readonly kind: "catching-up" }
  | { readonly kind: "caught-up" }
  | { readonly kind: "pause"; readonly until: number }
  | { readonly kind: "resume" }
  | { readonly kind: "snooze"; readonly services: readonly string[]; readonly until: number }
  | { readonly kind: "end-snooze"; readonly service: string }
  /** With the services that notices on the screen tell of. */
  | { readonly kind: "presence"; readonly presence: Presence; readonly onScreen?: readonly string[] }
  /** The person has looked at these services, or at all. */
  | { readonly kind: "seen"; readonly services: readonly string[] | "all" }
  /** Time has passed, or the preferences have changed. */
  | { readonly kind: "tick" };

/** A service in a notice. */
export interface Row {
  readonly service: string;
  readonly count: number;
  /** The count that the person knew of before. */
  readonly toldCount: number;
  readonly dueAt?: number;
}

export const DIGEST_OCCASIONS = [
  "news",
  "while-away",
  "while-paused",
  "while-quiet",
  "while-presenting",
  "while-locked",
  "reminder",
  "deadline",
  "morning",
  "leaving",
  /** News, and what is told again, at one time. */
  "together",
] as const;
export type DigestOccasion = (typeof DIGEST_OCCASIONS)[number];

export const SILENT_REASONS = [
  "paused",
  "quiet-hours",
  "presenting",
  "locked",
  "muted",
  "snoozed",
  "catching-up",
  "collecting",
  "nothing-new",
  "fell-back",
  "seen",
] as const;
export type SilentReason = (typeof SILENT_REASONS)[number];

/** Every decision can be logged and explained to the person who asks "why was I (not) told?". */
export type Decision =
  /** One service's count has risen. */
  | ({ readonly kind: "notice" } & Row)
  | {
      readonly kind: "digest";
      readonly occasion: DigestOccasion;
      readonly rows: readonly Row[];
      /** A deadline has come near that was not told so before, or is very near. */
      readonly isUrgent: boolean;
    }
  | ({ readonly kind: "deadline"; readonly stage: DeadlineStage } & Required<Row>)
  /** Something waits, without a word of what: for a lock screen. */
  | { readonly kind: "hint" }
  | { readonly kind: "withdraw"; readonly service: string; readonly reason: "nothing-waits" | "removed" }
  /** Whatever is on the screen: it is locked, and others may see it. */
  | { readonly kind: "withdraw-all" }
  | { readonly kind: "withdraw-hint" }
  | { readonly kind: "silent"; readonly service: string; readonly reason: SilentReason };

/** The services that a decision was about; none for one about the screen as a whole. */
export function servicesOf(decision: Decision): readonly string[] {
  switch (decision.kind) {
    case "notice":
    case "deadline":
    case "withdraw":
    case "silent":
      return [decision.service];
    case "digest":
      return decision.rows.map(({ service }) => service);
    case "hint":
    case "withdraw-all":
    case "withdraw-hint":
      return [];
    default:
      return unreachable(decision);
  }
}

/** The waiting count per service, and the earliest deadline; a ledger is one. */
export type Counts = ReadonlyMap<string, { readonly count: number; readonly dueAt?: number }>;

/** What is decided on. */
export interface AttentionContext {
  readonly counts: Counts;
  /** Services whose counts may be wrong: nobody is told of them before they are sure again. */
  readonly unsure: ReadonlySet<string>;
  readonly preferences: Preferences;
  readonly calendar: Calendar;
  /** Whether the counts are the truth of now: nobody is reminded of what may be done long ago. */
  readonly isFresh: boolean;
  readonly now: number;
}

export interface Attended {
  readonly attention: Attention;
  readonly decisions: readonly Decision[];
  /** When to call again with a tick, if nothing else happens before; null when there is nothing to wait for. */
  readonly wakeAt: number | null;
}

/** What outlives a restart. */
export type KeptAttention = Pick<Attention, "told" | "deadlines" | "snoozed" | "pause" | "digestDays">;

export const NOTHING_TOLD: KeptAttention = {
  told: new Map(),
  deadlines: new Map(),
  snoozed: new Map(),
  pause: null,
  digestDays: { morning: null, leaving: null },
};

export function initialAttention(kept: KeptAttention): Attention {
  return {
    ...kept,
    catchingUp: false,
    collecting: null,
    presence: { isLocked: false, isPresenting: false },
    heldBy: null,
    hinted: 0,
    covered: new Set(),
  };
}
