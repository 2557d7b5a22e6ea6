import { parseTestNotice, TEST_REASONS, type TestOutcome } from "../contract/fleet.ts";
import type { Presence } from "./attention/attention.ts";

/** When an app reports its own state, and which test notices it takes. Times are milliseconds. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Apps that connect at the same time, as after an outage of the broker, report within this time. */
const SPREAD = 10 * MINUTE;
const TESTS_AT_MOST_EVERY = MINUTE;

/** `none` before the first connection; `planned` while a timer runs; `overdue` when it ended without a connection. */
export type ReportPlan = "none" | "planned" | "overdue";

/** The connection is up (again), or the timer has ended. */
export type ReportEvent =
  | { readonly kind: "connected" }
  | { readonly kind: "due"; readonly isConnected: boolean };

/**
 * Plans reports: the first one up to 10 minutes after connecting, the others an hour ± 10 minutes later. A reconnect
 * changes no plan. A report that became due without a connection is sent up to 10 minutes after the next one.
 * @param chance 0 inclusive … 1 exclusive
 * @returns `wait` sets the timer; whole milliseconds
 */
export function nextReport(
  plan: ReportPlan,
  event: ReportEvent,
  chance: number,
): { readonly plan: ReportPlan; readonly wait?: number; readonly isDue: boolean } {
  if (event.kind === "connected") {
    if (plan === "planned") return { plan, isDue: false };
    return { plan: "planned", wait: Math.round(chance * SPREAD), isDue: false };
  }
  if (!event.isConnected) return { plan: "overdue", isDue: false };
  return { plan: "planned", wait: Math.round(HOUR + (2 * chance - 1) * SPREAD), isDue: true };
}

/**
 * The id of a test notice, if the app takes it: at most one a minute.
 * @param takenAt the time of the last one; null before
 */
export function takeTest(payload: Uint8Array, takenAt: number | null, now: number): string | undefined {
  const isTooSoon = takenAt !== null && Math.abs(now - takenAt) < TESTS_AT_MOST_EVERY;
  return isTooSoon ? undefined : parseTestNotice(payload);
}

/** Why a test notice is held; undefined when it may be shown. The quiet hours and a pause do not hold it. */
export function testHeldBy({ isLocked, isPresenting }: Presence): TestOutcome | undefined {
  if (isLocked) return { outcome: "held", reason: "locked" };
  return isPresenting ? { outcome: "held", reason: "presenting" } : undefined;
}

const REASONS = [...TEST_REASONS.held, ...TEST_REASONS.failed] as const;
/** All reasons why a test notice was not shown. */
export const TEST_FAULTS: readonly TestFault[] = REASONS;
export type TestFault = (typeof REASONS)[number];

/** The history's entry of a test notice. `fault` is null when it was shown. */
export interface Tested {
  readonly kind: "tested";
  readonly fault: TestFault | null;
}

export function testedBy(outcome: TestOutcome): Tested {
  return { kind: "tested", fault: outcome.outcome === "shown" ? null : outcome.reason };
}
