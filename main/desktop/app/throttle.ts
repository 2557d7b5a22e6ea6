import type { Clock } from "../clock.ts";

export interface Throttle {
  /** Calls `act` at the end of this turn of the event loop, or when the interval since the last call is over. */
  soon(): void;
  /** Prevents later calls. */
  stop(): void;
}

/** @param every minimum interval between two calls, in milliseconds */
export function createThrottle(clock: Clock, every: number, act: () => void): Throttle {
  let isDue = false;
  let isStopped = false;
  let actedAt = Number.NEGATIVE_INFINITY;

  function run(): void {
    isDue = false;
    if (isStopped) return;
    actedAt = clock.now();
    act();
  }

  return {
    soon() {
      if (isDue || isStopped) return;
      isDue = true;
      const since = Math.max(0, clock.now() - actedAt); // the clock may have been set back
      if (since >= every) queueMicrotask(run);
      else clock.after(every - since, run);
    },
    stop() {
      isStopped = true;
    },
  };
}
