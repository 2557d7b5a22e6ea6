import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/**
 * Whether the pointer, or the focus of a person who uses keys, is in a part of the page. False while the window is
 * hidden. The focus that the page itself sets does not count.
 */
export function useAttended(part: RefObject<HTMLElement>): boolean {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  useEffect(() => {
    const element = part.current;
    const point = (): void => setPointed(true);
    const unpoint = (): void => setPointed(false);
    let isByKeys = false;
    const focus = (): void => {
      if (isByKeys) setFocused(true);
    };
    const key = (): void => {
      isByKeys = true;
    };
    const unfocus = ({ relatedTarget }: FocusEvent): void =>
      setFocused(relatedTarget instanceof Node && element?.contains(relatedTarget) === true);
    const hide = (): void => {
      if (document.visibilityState === "visible") return;
      setPointed(false);
      isByKeys = false;
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    };
    element?.addEventListener("pointermove", point);
    element?.addEventListener("pointerleave", unpoint);
    element?.addEventListener("focusin", focus);
    element?.addEventListener("focusout", unfocus);
    document.addEventListener("keydown", key, true);
    document.addEventListener("visibilitychange", hide);
    return () => {
      element?.removeEventListener("pointermove", point);
      element?.removeEventListener("pointerleave", unpoint);
      element?.removeEventListener("focusin", focus);
      element?.removeEventListener("focusout", unfocus);
      document.removeEventListener("keydown", key, true);
      document.removeEventListener("visibilitychange", hide);
    };
  }, [part]);
  return isPointed || isFocused;
}
