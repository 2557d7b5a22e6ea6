import type { Clock } from "../clock.ts";
import { createRecently } from "./recently.ts";

/** The second press of a double click comes within this time, as Windows has it by default; milliseconds. */
const DOUBLE_CLICK = 500;

export interface FocusLossOptions {
  readonly platform: NodeJS.Platform;
  readonly clock: Pick<Clock, "after">;
  readonly isFocused: () => boolean;
  readonly close: () => void;
}

export interface FocusLoss {
  /** A click on the tray icon opens the board. */
  opened(): void;
  /** The focus has gone to something else. */
  lost(): void;
  forget(): void;
}

/**
 * Closes the board when it loses the focus. On Windows the second press of a double click on the tray icon takes the
 * focus from the board that the first one has opened: a loss so soon after the opening is judged a moment later, when
 * the double click has given the focus back, or not.
 */
export function createFocusLoss({ platform, clock, isFocused, close }: FocusLossOptions): FocusLoss {
  const justOpened = createRecently(clock, DOUBLE_CLICK);
  let cancel: (() => void) | undefined;
  const forget = (): void => {
    justOpened.forget();
    cancel?.();
    cancel = undefined;
  };
  return {
    opened() {
      forget();
      if (platform === "win32") justOpened.mark();
    },
    lost() {
      if (!justOpened.isSo()) return close();
      cancel?.();
      cancel = clock.after(DOUBLE_CLICK, () => {
        if (!isFocused()) close();
      });
    },
    forget,
  };
}
