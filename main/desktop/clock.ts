import type { Calendar } from "../core/attention/calendar.ts";
import { localCalendar } from "./system/local-calendar.ts";

/** Time, the calendar and chance, as the shell gives them to everything that needs them. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls back once after `delay` milliseconds; returns the undo. */
  after(delay: number, callback: () => void): () => void;
  /** 0 inclusive … 1 exclusive. */
  random(): number;
  readonly calendar: Calendar;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    // Node takes at most 2^31-1; a longer wait is cut there, and its owner looks again.
    const timer = setTimeout(callback, Math.min(Math.max(0, delay), 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
  random: Math.random,
  calendar: localCalendar,
};

/** A time between `from` and `to`, so that thousands of apps do not do the same thing at the same moment. */
export function jitter(clock: Pick<Clock, "random">, from: number, to: number): number {
  return from + clock.random() * (to - from);
}
