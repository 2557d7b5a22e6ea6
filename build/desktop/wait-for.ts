import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";

export interface WaitOptions<T> {
  /** The awaited condition in words. It begins the error message. */
  readonly what: string;
  /** Milliseconds (default 60,000). */
  readonly timeout?: number;
  /** Milliseconds between two checks (default 30). */
  readonly interval?: number;
  /** Whether the value is good; by default when it is truthy. */
  readonly until?: (value: T) => boolean;
}

/**
 * Repeats a condition until its value is good, and returns the value. An error in the condition counts as "not yet".
 * @throws after the timeout; the message names the condition and the last value
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
