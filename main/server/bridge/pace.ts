import { setTimeout as sleep } from "node:timers/promises";
import { type AskingHours, untilHours } from "./hours.ts";

const LONGEST_REST_MS = 15 * 60_000;
/** Milliseconds after which the clock is looked at again: it can be changed. */
const LOOK_MS = 60_000;

export interface PaceLimits {
  readonly requestsPerMinute: number;
  readonly hours?: AskingHours;
}

/** When the next request may be sent. All waits end when it is stopped. */
export class Pace {
  readonly #limits: PaceLimits;
  /** Milliseconds since the Unix epoch. */
  readonly #now: () => number;
  readonly #signal: AbortSignal;
  /** The end of a `Retry-After`; milliseconds since the Unix epoch. */
  #notBefore = 0;
  /** When the rate allows the next request; milliseconds of `performance.now()`. */
  #nextAt = 0;

  constructor(limits: PaceLimits, now: () => number, signal: AbortSignal) {
    this.#limits = limits;
    this.#now = now;
    this.#signal = signal;
  }

  /** The system asks to be left alone for so long. */
  notWithin(ms: number): void {
    this.#notBefore = this.#now() + Math.min(ms, LONGEST_REST_MS);
  }

  /** Waits for the hours of the day, and for the end of a `Retry-After`. */
  async untilAllowed(): Promise<void> {
    const { hours } = this.#limits;
    while (!this.#signal.aborted) {
      const now = this.#now();
      const ms = Math.max(hours === undefined ? 0 : untilHours(hours, now), this.#notBefore - now);
      if (ms <= 0) return;
      await this.rest(Math.min(ms, LOOK_MS));
    }
  }

  /** Waits until the rate allows one more request. */
  async untilNext(): Promise<void> {
    const at = Math.max(this.#nextAt, performance.now());
    this.#nextAt = at + 60_000 / this.#limits.requestsPerMinute;
    await this.rest(at - performance.now());
  }

  async rest(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#signal }).catch(() => {}); // stopped
  }
}
