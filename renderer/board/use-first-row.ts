import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Marks the row that has the focus, or gets it with the window's. */
const MARK = "data-first";

/**
 * Gives the focus to the first row when the board is opened, so that Enter opens what is most urgent. It follows the
 * order until the person chooses another place. The row is marked as well, because Chromium draws the focus only two
 * frames after the window stands on the screen.
 * @param isFree whether the rows may be moved under the person
 */
export function useFirstRow(list: RefObject<HTMLUListElement>, isFree: boolean): void {
  const given = useRef<Element | null>(null);
  // Noted at the choice, because while the focus moves, nothing has it.
  const hasChosen = useRef(false);
  const marked = useRef<Element | null>(null);
  const mark = (row: Element | null): void => {
    if (row === marked.current) return;
    marked.current?.removeAttribute(MARK);
    row?.setAttribute(MARK, "");
    marked.current = row;
  };
  const focus = (): void => {
    if (!isFree || hasChosen.current) return;
    const first = list.current?.querySelector<HTMLElement>(".row-button") ?? null;
    mark(first);
    if (document.visibilityState !== "visible") return;
    given.current = first;
    if (first !== document.activeElement) first?.focus({ preventScroll: true });
  };

  useLayoutEffect(() => {
    focus();
    const seen = (): void => {
      if (document.visibilityState !== "visible") hasChosen.current = false;
      focus();
    };
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  });

  useEffect(() => {
    const choose = ({ target }: FocusEvent): void => {
      if (target === given.current) return;
      hasChosen.current = true;
      mark(null);
    };
    document.addEventListener("focusin", choose);
    return () => document.removeEventListener("focusin", choose);
  }, []);
}
