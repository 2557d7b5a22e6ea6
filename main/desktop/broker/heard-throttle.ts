/** Minimum interval between two `heard` signals, in milliseconds. */
const HEAR_AT_MOST_EVERY = 1_000;

/**
 * Returns a function that reports traffic from the broker at a limited rate, so that a burst costs nothing.
 * @param now milliseconds; after a jump of the clock, one additional report is possible
 */
export function createHeardThrottle(say: () => void, now: () => number): () => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  /** Messages within one turn of the event loop count once, so that a burst reads the clock once. */
  let isHeard = false;
  return () => {
    if (isHeard) return;
    isHeard = true;
    queueMicrotask(() => {
      isHeard = false;
    });
    const time = now();
    if (Math.abs(time - saidAt) < HEAR_AT_MOST_EVERY) return;
    saidAt = time;
    say();
  };
}
