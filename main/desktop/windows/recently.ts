import type { Clock } from "../clock.ts";

/** Whether an event happened a short time ago. */
export interface Recently {
  /** Records the event now. */
  mark(): void;
  isSo(): boolean;
  forget(): void;
}

/**
 * Uses a timer: the clock may be set back at any time, and the time measured by it would then last too long.
 * @param lasts milliseconds
 */
export function createRecently(clock: Pick<Clock, "after">, lasts: number): Recently {
  let cancel: (() => void) | undefined;
  const forget = (): void => {
    cancel?.();
    cancel = undefined;
  };
  return {
    mark() {
      forget();
      cancel = clock.after(lasts, forget);
    },
    isSo: () => cancel !== undefined,
    forget,
  };
}
