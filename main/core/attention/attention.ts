import type { Presets } from "../../contract/catalog.ts";
import type { EventFields } from "../../contract/event-fields.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { Calendar } from "./calendar.ts";
import type { Deadline, DeadlineStage, Decision, WaitingFacts } from "./decision.ts";

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

/** A deadline that the person was told. */
export interface ToldDeadline extends Deadline {
  readonly stage: DeadlineStage;
}

/** A period that ends by itself. `length` shows when a clock that was set back would make it too long. */
export interface Term {
  readonly until: number;
  /** Milliseconds. */
  readonly length: number;
}

/** Increases that are told together. */
export interface Collecting {
  readonly since: number;
  readonly lastRise: number;
}

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
  readonly deadlines: ReadonlyMap<string, ToldDeadline>;
  /** Per service: how long it is snoozed. */
  readonly snoozed: ReadonlyMap<string, Term>;
  readonly pause: Term | null;
  /** The local days (`2026-11-22`) of the last morning digest and the last digest before leaving. */
  readonly digestDays: { readonly morning: string | null; readonly leaving: string | null };
  /** When services with the delivery `batched` were told last; null before the first look at the clock. */
  readonly batchedAt: number | null;
  /** True while the app reads what changed during its absence. */
  readonly catchingUp: boolean;
  /** Set while increases are collected. */
  readonly collecting: Collecting | null;
  /** The same for those with a near deadline, outside of the working hours. */
  readonly collectingUrgent: Collecting | null;
  readonly presence: Presence;
  /** The last reason for which news was held. The digest that follows names it. */
  readonly heldBy: HoldReason | null;
  /** The number of new approvals at the last hint on the lock screen; 0 when there is no hint. */
  readonly hinted: number;
  /**
   * Deadlines and reminders that a silence holds back and that the history has already, by service: each leaves one
   * line.
   */
  readonly held: ReadonlyMap<string, string>;
  /**
   * Services whose notices were withdrawn when the screen was locked, or ended with a session of the app. They are told
   * again after the unlock, or by the next session.
   */
  readonly covered: ReadonlySet<string>;
}

/** Why news is held. */
export type HoldReason = "catching-up" | Silence["reason"];

/** A period without notifications. */
export interface Silence {
  readonly reason: "paused" | "quiet-hours" | "presenting" | "locked" | "off-hours";
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

/** The count of a service and what else is known of it. */
export type Held = WaitingFacts & Pick<EventFields, "count" | "occurredAt">;

/** By service. A ledger has this form. */
export type Counts = ReadonlyMap<string, Held>;

/** The input of a decision besides {@link Attention}. */
export interface AttentionContext {
  readonly counts: Counts;
  /** Services whose counts may be wrong. They are not told before they are sure again. */
  readonly unsure: ReadonlySet<string>;
  readonly preferences: Preferences;
  /** How the catalog wants services to be told. */
  readonly presets: Presets;
  readonly calendar: Calendar;
  /** Whether the counts are current. Old counts cause no reminder, because the approvals may be done. */
  readonly isFresh: boolean;
  /** Whether the board is open and has the focus. */
  readonly isWatching: boolean;
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
export type KeptAttention = Pick<
  Attention,
  "told" | "deadlines" | "snoozed" | "pause" | "digestDays" | "batchedAt" | "covered"
>;

export const NOTHING_TOLD: KeptAttention = {
  told: new Map(),
  deadlines: new Map(),
  snoozed: new Map(),
  pause: null,
  digestDays: { morning: null, leaving: null },
  batchedAt: null,
  covered: new Set(),
};

export function initialAttention(kept: KeptAttention): Attention {
  return {
    ...kept,
    catchingUp: false,
    collecting: null,
    collectingUrgent: null,
    presence: { isLocked: false, isPresenting: false },
    heldBy: null,
    hinted: 0,
    held: new Map(),
  };
}
