/** However many messages come, the broker is said to be heard at most once in this time; milliseconds. */
const HEAR_AT_MOST_EVERY = 1_000;

/**
 * Says that the broker was heard, seldom enough to cost a burst nothing.
 * @param now milliseconds; a clock that jumps says it once too often
 */
export function createHeardThrottle(say: () => void, now: () => number): () => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  /** What comes in one breath is heard once: of a burst not every message asks for the time. */
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
