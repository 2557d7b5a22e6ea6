import type { Delivery } from "../../../main/contract/catalog.ts";
import { defined } from "../../../main/contract/defined.ts";
import { attend } from "../../../main/core/attention/attend.ts";
import {
  type Attention,
  type AttentionInput,
  type Held,
  initialAttention,
  NOTHING_TOLD,
} from "../../../main/core/attention/attention.ts";
import { type Decision, rowsOf, type WaitingFacts } from "../../../main/core/attention/decision.ts";
import { timeOfDay } from "../../../main/core/attention/hours.ts";
import {
  DEFAULT_PREFERENCES,
  type Preferences,
  type SomePreferences,
} from "../../../main/core/preferences/preferences.ts";
import { inSeoul, seoul } from "./seoul.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Monday 23 November 2026, at a time of day in Seoul. */
export function monday(time: string, days = 0): number {
  const [hours, minutes] = time.split(":").map(Number);
  return inSeoul(2026, 10, 23 + days, hours, minutes);
}

export interface Told {
  readonly at: number;
  readonly decision: Decision;
}

/** A person at a PC: counts change, the test moves the clock, and decisions are collected. */
export class Desk {
  readonly counts = new Map<string, Held>();
  readonly decisions: Decision[] = [];
  readonly timeline: Told[] = [];
  preferences: Preferences;
  isFresh = true;
  isWatching = false;
  now: number;
  attention: Attention;
  readonly unsure = new Set<string>();
  readonly presets = new Map<string, Delivery>();
  wakeAt: number | null = null;
  /** Of all inputs, the most that one was answered with by notices. */
  mostAtOnce = 0;

  /** Told at any time, without reminders and digests of the day, unless the preferences say otherwise. */
  constructor(told: Record<string, number> = {}, preferences: SomePreferences = {}, now = monday("10:00")) {
    for (const [service, count] of Object.entries(told)) this.counts.set(service, { count, occurredAt: now });
    this.now = now;
    this.preferences = {
      ...DEFAULT_PREFERENCES,
      onlyWorkingHours: false,
      remindAfter: null,
      morningDigest: false,
      ...preferences,
    };
    this.attention = initialAttention({
      ...NOTHING_TOLD,
      told: new Map(Object.entries(told).map(([service, count]) => [service, { count, at: now }])),
    });
  }

  input(input: AttentionInput): void {
    const { counts, unsure, preferences, isFresh, isWatching, now } = this;
    const attended = attend(this.attention, input, {
      counts,
      unsure,
      preferences,
      presets: this.presets,
      calendar: seoul,
      isFresh,
      isWatching,
      now,
    });
    this.attention = attended.attention;
    this.decisions.push(...attended.decisions);
    this.mostAtOnce = Math.max(this.mostAtOnce, attended.decisions.filter(isTelling).length);
    this.timeline.push(...attended.decisions.map((decision) => ({ at: now, decision })));
    this.wakeAt = attended.wakeAt;
  }

  count(service: string, count: number, dueAt?: number, facts: WaitingFacts = {}): void {
    this.counts.set(service, { count, occurredAt: this.now, ...facts, ...defined({ dueAt }) });
    this.input({ kind: "count", service });
  }

  /** Lets time pass; the app wakes when it asked to. */
  pass(time: number): void {
    this.passUntil(this.now + time);
  }

  passUntil(until: number): void {
    while (this.wakeAt !== null && this.wakeAt <= until) {
      if (this.wakeAt < this.now) throw new Error("it asked to be woken in the past");
      this.now = this.wakeAt;
      this.input({ kind: "tick" });
    }
    this.now = until;
  }

  prefer(some: SomePreferences): void {
    this.preferences = { ...this.preferences, ...some };
    this.input({ kind: "tick" });
  }

  get told(): Decision[] {
    return this.decisions.filter(isTelling);
  }

  /** The decisions that told something, with their time of day. */
  get toldAt(): string[] {
    return this.timeline
      .filter(({ decision }) => isTelling(decision))
      .map(({ at, decision }) => {
        const what = decision.kind === "digest" ? decision.occasion : decision.kind;
        return `${clock(at)} ${what} ${rowsOf(decision)
          .map(({ service, count }) => `${service} ${count}`)
          .join(", ")}`.trim();
      });
  }

  get silences(): string[] {
    return this.decisions.flatMap((decision) => (decision.kind === "silent" ? [decision.reason] : []));
  }
}

function isTelling({ kind }: Decision): boolean {
  return kind === "notice" || kind === "digest" || kind === "deadline" || kind === "hint";
}

/** `Mon 10:00`, to the minute. */
function clock(time: number): string {
  const weekday = new Date(seoul.localTime(time)).toLocaleString("en", { weekday: "short", timeZone: "UTC" });
  return `${weekday} ${timeOfDay(seoul, time)}`;
}
