import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";

export interface WaitOptions<T> {
  /** What is waited for, in words; the failure's message starts with it. */
  readonly what: string;
  /** How long to wait, in ms (default 60 000). */
  readonly timeout?: number;
  /** Pause between two looks, in ms (default 30). */
  readonly interval?: number;
  /** When the value is good; by default when it is truthy. */
  readonly until?: (value: T) => boolean;
}

/**
 * Looks again and again until a condition holds, and returns the value that was seen then.
 * A condition that throws counts as "not yet".
 * @throws when the time is over; the message says what was waited for and what was seen last
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions<T>,
): Promise<NonNullable<T>> {
  const { what, timeout = 60_000, interval = 30, until = Boolean } = options;
  const deadline = performance.now() + timeout;
  let last = "nothing";
  for (;;) {
    try {
      const value = await condition();
      if (until(value)) return value as NonNullable<T>;
      last = inspect(value, { depth: 4, breakLength: 110, maxStringLength: 500 });
    } catch (error) {
      last = `an error: ${error instanceof Error ? error.message : inspect(error)}`;
    }
    if (performance.now() >= deadline)
      throw new Error(`${what}: not within ${timeout} ms; last seen: ${last}`);
    await sleep(interval);
  }
}
