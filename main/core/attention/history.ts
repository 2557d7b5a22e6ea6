import * as v from "valibot";
import { TEST_FAULTS, type Tested } from "../fleet.ts";
import type { Updated } from "../update.ts";
import {
  DEADLINE_STAGES,
  type Decision,
  DIGEST_OCCASIONS,
  HELD_PARTS,
  PARTS,
  SILENT_REASONS,
  servicesOf,
} from "./decision.ts";

/** A decision, the first start of another version, or a test notice of the administrator, and its time. */
export interface HistoryEntry {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly decision: Decision | Updated | Tested;
}

/** Newest first. */
export type History = readonly HistoryEntry[];

/** Maximum number of entries. */
export const MAX_HISTORY = 100;

/**
 * Leaves out decisions that do not help a person who asks "why was I (not) told?", such as collecting for two seconds.
 */
function isWorthKeeping(decision: Decision): boolean {
  if (decision.kind === "withdraw-hint") return false;
  return (
    decision.kind !== "silent" || (decision.reason !== "collecting" && decision.reason !== "nothing-new")
  );
}

/** Adds decisions. A silence that repeats one of the last ten entries only renews its time. Never throws. */
export function remember(history: History, decisions: readonly Decision[], at: number): History {
  let kept = history;
  for (const decision of decisions) {
    if (!isWorthKeeping(decision)) continue;
    const others =
      decision.kind === "silent"
        ? kept.filter(
            (entry, index) =>
              index > 9 ||
              entry.decision.kind !== "silent" ||
              entry.decision.service !== decision.service ||
              entry.decision.reason !== decision.reason ||
              entry.decision.held !== decision.held,
          )
        : kept;
    kept = [{ at, decision }, ...others].slice(0, MAX_HISTORY);
  }
  return kept;
}

/** Adds what is no decision about approvals. */
export function rememberEvent(history: History, decision: Updated | Tested, at: number): History {
  return [{ at, decision }, ...history].slice(0, MAX_HISTORY);
}

/** The services that an entry is about; empty for one about the whole screen or the app. */
export function concernedBy({ decision }: HistoryEntry): readonly string[] {
  return decision.kind === "updated" || decision.kind === "tested" ? [] : servicesOf(decision);
}

const number = v.pipe(v.number(), v.finite());
const row = {
  service: v.string(),
  count: number,
  toldCount: number,
};
const Row = v.object({ ...row, dueAt: v.optional(number), overdue: v.optional(number) });

const SavedDecision = v.variant("kind", [
  v.object({ kind: v.literal("notice"), ...Row.entries }),
  v.object({
    kind: v.literal("digest"),
    occasion: v.picklist(DIGEST_OCCASIONS),
    rows: v.array(Row),
    isUrgent: v.optional(v.boolean(), false), // earlier versions did not save it
    parts: v.optional(v.array(v.object({ part: v.picklist(PARTS), count: number }))),
  }),
  v.object({ kind: v.literal("deadline"), stage: v.picklist(DEADLINE_STAGES), ...Row.entries }),
  v.object({ kind: v.literal("hint") }),
  v.object({ kind: v.literal("withdraw-all") }),
  v.object({
    kind: v.literal("withdraw"),
    service: v.string(),
    reason: v.picklist(["nothing-waits", "removed"]),
  }),
  v.object({
    kind: v.literal("silent"),
    service: v.string(),
    reason: v.picklist(SILENT_REASONS),
    held: v.optional(v.picklist(HELD_PARTS)),
  }),
  v.object({ kind: v.literal("updated"), from: v.string(), to: v.string() }),
  v.object({ kind: v.literal("tested"), fault: v.nullable(v.picklist(TEST_FAULTS)) }),
]);

const SavedEntry = v.object({
  at: v.pipe(number, v.minValue(0), v.maxValue(8e15)),
  decision: SavedDecision,
});

/**
 * The saved form. An unreadable entry, such as one of a later version, is left out, and an unreadable history counts as
 * empty, so that the rest of the saved state is still used.
 */
export const SavedHistory = v.fallback(
  v.pipe(
    v.optional(v.array(v.fallback(v.nullable(SavedEntry), null)), []),
    v.transform((entries) => entries.filter((entry) => entry !== null)),
  ),
  [],
);
