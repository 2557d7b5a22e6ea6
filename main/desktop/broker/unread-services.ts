import { type Clock, jitter } from "../clock.ts";

/** Milliseconds until a service that could not be read is read again: at first, and at the most. */
const FIRST_DELAY = 1_000;
const MAX_DELAY = 5 * 60_000;

export interface UnreadServices {
  /** It could not be read: it is read again, later each time. */
  add(service: string): void;
  /** The connection is gone; the next one reads everything anyway. */
  clear(): void;
}

/**
 * The services whose retained events could not be read, each read again on its own.
 * @param read reads one; whether that settled it
 * @param after calls back after so many milliseconds; returns the undo
 */
export function unreadServices(
  read: (service: string) => Promise<boolean>,
  clock: Pick<Clock, "random">,
  after: (delay: number, callback: () => void) => () => void,
): UnreadServices {
  /** By service, the undo of the wait for the next attempt. */
  const waiting = new Map<string, () => void>();

  function wait(service: string, attempt: number): void {
    const delay = Math.min(FIRST_DELAY * 2 ** attempt, MAX_DELAY);
    const cancel = after(jitter(clock, delay, 1.5 * delay), async () => {
      const isSettled = await read(service);
      if (waiting.get(service) !== cancel) return; // of a connection that is gone
      waiting.delete(service);
      if (!isSettled) wait(service, attempt + 1);
    });
    waiting.set(service, cancel);
  }

  return {
    add(service) {
      if (!waiting.has(service)) wait(service, 0);
    },
    clear() {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
