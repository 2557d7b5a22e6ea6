import type { Clock } from "../clock.ts";

/**
 * Openings per {@link WITHIN}. A person clicks a few times per second; a compromised page could fill the screen with
 * tabs.
 */
const MOST = 3;
/** Milliseconds. */
const WITHIN = 1_000;

/** Limits how often a page may open something outside the app. Each `true` counts. */
export function createOpenings(clock: Pick<Clock, "after">): { mayOpen(): boolean; forget(): void } {
  const opened = new Set<() => void>();
  return {
    mayOpen() {
      if (opened.size >= MOST) return false;
      const cancel = clock.after(WITHIN, () => opened.delete(cancel));
      opened.add(cancel);
      return true;
    },
    forget() {
      for (const cancel of opened) cancel();
      opened.clear();
    },
  };
}
