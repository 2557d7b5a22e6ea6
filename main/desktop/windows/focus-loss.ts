import type { Clock } from "../clock.ts";
import { createRecently } from "./recently.ts";

/** Milliseconds between the presses of a double click; the default of Windows. */
const DOUBLE_CLICK = 500;

export interface FocusLossOptions {
  readonly platform: NodeJS.Platform;
  readonly clock: Pick<Clock, "after">;
  readonly isFocused: () => boolean;
  readonly close: () => void;
}

export interface FocusLoss {
  /** A click on the tray icon opened the board. */
  opened(): void;
  /** The board lost the focus. */
  lost(): void;
  forget(): void;
}

/**
 * Closes the board when it loses the focus. On Windows the second press of a double click on the tray icon takes the
 * focus from the board that the first press opened. So a loss shortly after the opening is judged later, when the
 * double click may have returned the focus.
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
