import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

const CONTROLS = "button:not([tabindex='-1']), select:enabled, input:enabled, textarea:enabled";

/**
 * Keeps the focus in a part of the page when its focused control is removed, as often happens to a pressed button. The
 * first remaining control takes it. Otherwise a keyboard user would start again at the top of the page.
 * @param otherwise returns the element to focus when the part has no control left
 */
export function useKeptFocus(
  part: RefObject<HTMLElement>,
  otherwise?: () => HTMLElement | null | undefined,
): void {
  // Read during the render, before the DOM changes, because a removed element no longer reports its focus.
  const hadFocus = part.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (!hadFocus || document.activeElement !== document.body) return;
    (part.current?.querySelector<HTMLElement>(CONTROLS) ?? otherwise?.())?.focus();
  });
}
