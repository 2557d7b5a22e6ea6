import type { Clock } from "../clock.ts";

export interface Throttle {
  /** Acts at once (with all that comes in the same breath), or when the time since the last act is over. */
  soon(): void;
  /** No act any more. */
  stop(): void;
}

/** @param every milliseconds between two acts at the least */
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
