import type { EventFields } from "../../contract/event-fields.ts";
import { unreachable } from "../../contract/result.ts";

/** What is decided about notices, with the reason. Times are milliseconds since the Unix epoch. */

/** When the earliest deadline is told: a day before, two hours before, and when it has passed. In this order. */
export const DEADLINE_STAGES = ["day", "hours", "overdue"] as const;
export type DeadlineStage = (typeof DEADLINE_STAGES)[number];

/** What is known of a service's waiting approvals besides their count. All optional. */
export type WaitingFacts = Pick<EventFields, "dueAt" | "oldestAt" | "dueToday" | "overdue">;

/** What says that approvals are due: the earliest deadline, or how many the service counts as late. */
export type Deadline = Pick<WaitingFacts, "dueAt" | "overdue">;

/** A service in a notice. */
export interface Row extends WaitingFacts {
  readonly service: string;
  readonly count: number;
  /** The count that the person knew before. */
  readonly toldCount: number;
}

/** Why a digest is shown. */
export const DIGEST_OCCASIONS = [
  "news",
  /** News of services that are told at fixed times. */
  "batch",
  "while-away",
  "while-paused",
  "while-quiet",
  "while-presenting",
  "while-locked",
  "while-off",
  "reminder",
  "deadline",
  "morning",
  "leaving",
  /** News and reminders in one notice. */
  "together",
] as const;
export type DigestOccasion = (typeof DIGEST_OCCASIONS)[number];

/** The parts that one notice puts together, each with its number of approvals. */
export const PARTS = ["overview", "deadline", "reminder", "news"] as const;
export interface Part {
  readonly part: (typeof PARTS)[number];
  readonly count: number;
}

export const HELD_PARTS = ["deadline", "reminder"] as const;
export type HeldPart = (typeof HELD_PARTS)[number];

/** Why a change of a count is not told. */
export const SILENT_REASONS = [
  "paused",
  "quiet-hours",
  "presenting",
  "locked",
  "off-hours",
  "muted",
  "batched",
  "not-urgent",
  "snoozed",
  "catching-up",
  "collecting",
  "nothing-new",
  "fell-back",
  "seen",
  /** A digest would have repeated what was told within the last hour. */
  "told-lately",
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
      /** True when a row's deadline is less than two hours away or over, or has entered a stage that was not told yet. */
      readonly isUrgent: boolean;
      /** What it put together, if there was more than one kind. */
      readonly parts?: readonly Part[];
    }
  | ({ readonly kind: "deadline"; readonly stage: DeadlineStage } & Row)
  /** Approvals wait. For a lock screen, so it names neither service nor count. */
  | { readonly kind: "hint" }
  | { readonly kind: "withdraw"; readonly service: string; readonly reason: "nothing-waits" | "removed" }
  /** Withdraws every notice, because others may see a locked screen. */
  | { readonly kind: "withdraw-all" }
  | { readonly kind: "withdraw-hint" }
  /** `held`: a deadline or a reminder that was due and that a silence holds back. */
  | {
      readonly kind: "silent";
      readonly service: string;
      readonly reason: SilentReason;
      readonly held?: HeldPart;
    };

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

/** The services that a decision tells; empty for one that names none. */
export function rowsOf(decision: Decision): readonly Row[] {
  if (decision.kind === "digest") return decision.rows;
  return decision.kind === "notice" || decision.kind === "deadline" ? [decision] : [];
}
