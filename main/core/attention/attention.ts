import { unreachable } from "../../contract/result.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { Calendar } from "./calendar.ts";

/**
 * The types of the decisions about notifications. Times are milliseconds since the Unix epoch; services are canonical
 * ids.
 */

/** What the person knows about a service. */
export interface Told {
  /** The count that the person was told or has seen. */
  readonly count: number;
  /** When that was, or when the count last fell. Reminders count from here. */
  readonly at: number;
}

/** A period that ends by itself. `length` shows when a clock that was set back would make it too long. */
export interface Term {
  readonly until: number;
  /** Milliseconds. */
  readonly length: number;
}

/** When the earliest deadline is told: a day before, and two hours before. */
export const DEADLINE_STAGES = ["day", "hours"] as const;
export type DeadlineStage = (typeof DEADLINE_STAGES)[number];

/** Whether the person can see notifications. */
export interface Presence {
  readonly isLocked: boolean;
  /** The screen is presented to others, or the desktop's "do not disturb" is on. */
  readonly isPresenting: boolean;
}

/**
 * What the person has been told. The rest is derived from it: a count above the told count is news, and a count that
 * waits for long is a reminder.
 */
export interface Attention {
  readonly told: ReadonlyMap<string, Told>;
  /** Per service: the deadline that was told last, and its stage at that time. */
  readonly deadlines: ReadonlyMap<string, { readonly dueAt: number; readonly stage: DeadlineStage }>;
  /** Per service: how long it is snoozed. */
  readonly snoozed: ReadonlyMap<string, Term>;
  readonly pause: Term | null;
  /** The local days (`2026-11-22`) of the last morning digest and the last digest before leaving. */
  readonly digestDays: { readonly morning: string | null; readonly leaving: string | null };
  /** True while the app reads what changed during its absence. */
  readonly catchingUp: boolean;
  /** Set while increases are collected. */
  readonly collecting: { readonly since: number; readonly lastRise: number } | null;
  readonly presence: Presence;
  /** The last reason for which news was held. The digest that follows names it. */
  readonly heldBy: HoldReason | null;
  /** The number of new approvals at the last hint on the lock screen; 0 when there is no hint. */
  readonly hinted: number;
  /** Services whose notices were withdrawn when the screen was locked. They are told again after it is unlocked. */
  readonly covered: ReadonlySet<string>;
}

/** Why news is held. */
export type HoldReason = "catching-up" | Silence["reason"];

/** A period without notifications. */
export interface Silence {
  readonly reason: "paused" | "quiet-hours" | "presenting" | "locked";
  /** When it ends by itself; null when only an event ends it. */
  readonly until: number | null;
}

/** An input of attention. `until` is in milliseconds since the Unix epoch. */
export type AttentionInput =
  | { readonly kind: "count"; readonly service: string }
  | { readonly kind: "removed"; readonly service: string }
  | { readonly kind: "catching-up" }
  | { readonly kind: "caught-up" }
  | { readonly kind: "pause"; readonly until: number }
  | { readonly kind: "resume" }
  | { readonly kind: "snooze"; readonly services: readonly string[]; readonly until: number }
  | { readonly kind: "end-snooze"; readonly service: string }
  /** `onScreen`: the services of the notices on the screen. */
  | { readonly kind: "presence"; readonly presence: Presence; readonly onScreen?: readonly string[] }
  /** The person has looked at these services, or at all services. */
  | { readonly kind: "seen"; readonly services: readonly string[] | "all" }
  /** Time has passed, or the preferences have changed. */
  | { readonly kind: "tick" };

/** A service in a notice. */
export interface Row {
  readonly service: string;
  readonly count: number;
  /** The count that the person knew before. */
  readonly toldCount: number;
  readonly dueAt?: number;
}

/** Why a digest is shown. */
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
  /** News and reminders in one notice. */
  "together",
] as const;
export type DigestOccasion = (typeof DIGEST_OCCASIONS)[number];

/** Why a change of a count is not told. */
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

/** A decision with its reason. It is logged, and shown as history to a person who asks "why was I (not) told?". */
export type Decision =
  /** The count of one service has increased. */
  | ({ readonly kind: "notice" } & Row)
  | {
      readonly kind: "digest";
      readonly occasion: DigestOccasion;
      readonly rows: readonly Row[];
      /** True when a row's deadline is less than two hours away, or has entered a stage that was not told yet. */
      readonly isUrgent: boolean;
    }
  | ({ readonly kind: "deadline"; readonly stage: DeadlineStage } & Required<Row>)
  /** Approvals wait. For a lock screen, so it names neither service nor count. */
  | { readonly kind: "hint" }
  | { readonly kind: "withdraw"; readonly service: string; readonly reason: "nothing-waits" | "removed" }
  /** Withdraws every notice, because others may see a locked screen. */
  | { readonly kind: "withdraw-all" }
  | { readonly kind: "withdraw-hint" }
  | { readonly kind: "silent"; readonly service: string; readonly reason: SilentReason };

/** The services of a decision; empty for a decision about the whole screen. */
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

/** The count and the earliest deadline per service. A ledger has this form. */
export type Counts = ReadonlyMap<string, { readonly count: number; readonly dueAt?: number }>;

/** The input of a decision besides {@link Attention}. */
export interface AttentionContext {
  readonly counts: Counts;
  /** Services whose counts may be wrong. They are not told before they are sure again. */
  readonly unsure: ReadonlySet<string>;
  readonly preferences: Preferences;
  readonly calendar: Calendar;
  /** Whether the counts are current. Old counts cause no reminder, because the approvals may be done. */
  readonly isFresh: boolean;
  readonly now: number;
}

/** The result of `attend`. */
export interface Attended {
  readonly attention: Attention;
  readonly decisions: readonly Decision[];
  /** When to call again with a tick if no other input comes before; null for never. */
  readonly wakeAt: number | null;
}

/** The part that is saved for the next start. */
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
