import type { Clock } from "../../main/desktop/clock.ts";
import { seoul } from "../core/attention/seoul.ts";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that the test moves. Randomness is 0.5 unless the test gives another one. */
export class FakeClock implements Clock {
  /** The time of the timers. `now` may differ from it, as after a person has set the PC's clock. */
  #now: number;
  readonly #start: number;
  #off = 0;
  #timers: Timer[] = [];
  readonly random: () => number;
  readonly calendar = seoul;

  constructor(now = Date.UTC(2026, 10, 22, 5), random: () => number = () => 0.5) {
    this.#now = now;
    this.#start = now;
    this.random = random;
  }

  now(): number {
    return this.#now + this.#off;
  }

  /** Elapsed milliseconds, independent of changes of the clock. */
  get elapsed(): number {
    return this.#now - this.#start;
  }

  /** Sets the clock forwards or backwards; timers run on as if nothing had happened. */
  jump(by: number): void {
    this.#off += by;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delay), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  get pending(): number {
    return this.#timers.length;
  }

  /** Lets time pass, with promises settling in between as they would. */
  async pass(time: number): Promise<void> {
    const until = this.#now + time;
    await settle();
    for (;;) {
      const next = this.#timers.reduce<Timer | undefined>(
        (first, each) => (first === undefined || each.at < first.at ? each : first),
        undefined,
      );
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = next.at;
      next.callback();
      await settle();
    }
    this.#now = until;
  }
}

/** Until every promise that can go on has gone on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
