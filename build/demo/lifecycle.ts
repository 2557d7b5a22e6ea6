import type { DemoWords } from "./words.ts";

/** The demo could not start. The message is in the person's language. */
export class DemoFailure extends Error {}

/** Functions that end started parts; called from the last to the first. */
export type Ends = (() => unknown)[];

/** Runs one step of the start. Its failure names the step and says what to do. */
export async function step<T>(words: DemoWords, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new DemoFailure(words.failed(what, detail), { cause });
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
