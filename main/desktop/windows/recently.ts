import type { Clock } from "../clock.ts";

/** Whether something has happened a moment ago. */
export interface Recently {
  /** It happens now. */
  mark(): void;
  isSo(): boolean;
  forget(): void;
}

/**
 * Goes by a timer: a computer's clock may be set back at any time, and a moment measured by it would then last for as
 * long as it was set back.
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
