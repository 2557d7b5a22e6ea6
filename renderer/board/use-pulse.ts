import { useEffect, useRef, useState } from "preact/hooks";
import type { BoardRow } from "../../main/view/board.ts";

/** Milliseconds; longer than the animation. */
const PULSE = 2_000;

/** Whether a row has just got something new: a rise, or a deadline that has come near or passed. */
export function usePulse({ count = 0, due }: Pick<BoardRow, "count" | "due">): boolean {
  const urgency = due?.urgency;
  const before = useRef({ count, urgency });
  const [pulse, setPulse] = useState(0);
  useEffect(() => {
    const was = before.current;
    before.current = { count, urgency };
    const isNearer = urgency !== was.urgency && (urgency === "soon" || urgency === "overdue");
    if (count > was.count || isNearer) setPulse((last) => last + 1);
  }, [count, urgency]);
  useEffect(() => {
    if (pulse === 0) return;
    const timer = setTimeout(() => setPulse(0), PULSE);
    return () => clearTimeout(timer);
  }, [pulse]);
  return pulse > 0;
}
