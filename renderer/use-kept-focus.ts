import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

const CONTROLS = "button:not([tabindex='-1']), select:enabled, input:enabled, textarea:enabled";

/**
 * Keeps the focus in a part of the page when the control that has it is taken away, as a button that has done its work
 * often is: the first one of what is there now takes its place. Otherwise the focus would fall to the page's beginning,
 * and whoever works with the keyboard would have to walk the whole way again.
 * @param otherwise where the focus goes when the part has no control left
 */
export function useKeptFocus(
  part: RefObject<HTMLElement>,
  otherwise?: () => HTMLElement | null | undefined,
): void {
  // Asked while it is drawn anew, before the page changes: of an element that is gone nobody says that it had the focus.
  const hadFocus = part.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (!hadFocus || document.activeElement !== document.body) return;
    (part.current?.querySelector<HTMLElement>(CONTROLS) ?? otherwise?.())?.focus();
  });
}
