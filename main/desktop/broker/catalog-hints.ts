import { type Clock, jitter } from "../clock.ts";

const SECOND = 1_000;
/** A catalog that was changed is read within this time, not by all apps in the same moment; milliseconds. */
const SPREAD = 3 * SECOND;
/** However many hints come, they lead to one reading in this time; milliseconds. */
const READ_AT_MOST_EVERY = 60 * SECOND;

export interface CatalogHints {
  /** Something arrived on the catalog's subject: whatever it holds, the catalog may have changed. */
  hint(): void;
  /** The connection is gone; the next one reads the catalog anyway. */
  clear(): void;
}

/**
 * Anybody in the apps' account can have a message delivered on the catalog's subject, so it is never taken for the
 * catalog: it only leads to a reading of one's own.
 * @param after calls back after so many milliseconds; returns the undo
 */
export function catalogHints(
  read: () => void,
  clock: Pick<Clock, "now" | "random">,
  after: (delay: number, callback: () => void) => () => void,
): CatalogHints {
  let cancel: (() => void) | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    hint() {
      if (cancel !== undefined) return;
      // A clock that was set back must not put the reading off.
      const since = Math.max(0, clock.now() - readAt);
      const soonest = Math.max(0, READ_AT_MOST_EVERY - since);
      cancel = after(soonest + jitter(clock, 0, SPREAD), () => {
        cancel = undefined;
        readAt = clock.now();
        read();
      });
    },
    clear() {
      cancel?.();
      cancel = undefined;
    },
  };
}
