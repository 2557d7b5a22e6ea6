import type { Due, Timer } from "../../core/feed/timer.ts";
import type { Clock } from "../clock.ts";

export interface Timers {
  /** Sets these timers by name and cancels all others. An unchanged timer keeps running. */
  keep(timers: ReadonlyMap<string, Timer>): void;
}

/**
 * Runs the timers of a state on the clock.
 * @param reach called when a timer is due
 */
export function keepTimers(clock: Pick<Clock, "after">, reach: (due: Due) => void): Timers {
  const running = new Map<string, { readonly timer: Timer; readonly cancel: () => void }>();
  let kept: ReadonlyMap<string, Timer> | undefined;
  return {
    keep(timers) {
      if (timers === kept) return;
      kept = timers;
      for (const [name, { timer, cancel }] of running) {
        if (timers.get(name) === timer) continue;
        cancel();
        running.delete(name);
      }
      for (const [name, timer] of timers) {
        if (running.has(name)) continue;
        const cancel = clock.after(timer.delay, () => {
          running.delete(name);
          reach(timer.due);
        });
        running.set(name, { timer, cancel });
      }
    },
  };
}
