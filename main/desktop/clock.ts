import type { Calendar } from "../core/attention/calendar.ts";
import { localCalendar } from "./system/local-calendar.ts";

/** Time, calendar and randomness of the process. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls back once after `delay` milliseconds. Returns the undo. */
  after(delay: number, callback: () => void): () => void;
  /** 0 inclusive to 1 exclusive. */
  random(): number;
  readonly calendar: Calendar;
}

/** The clock of the system. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    // Node accepts at most 2^31-1. A longer delay fires early, and its owner checks again.
    const timer = setTimeout(callback, Math.min(Math.max(0, delay), 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
  random: Math.random,
  calendar: localCalendar,
};
