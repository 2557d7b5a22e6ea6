import type { Clock } from "../clock.ts";

/** A person clicks a few times in a second; a page that was taken over could fill the screen with tabs. */
const MOST = 3;
/** Milliseconds. */
const WITHIN = 1_000;

/** Whether a page may have something opened outside the app now; each yes counts. */
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
