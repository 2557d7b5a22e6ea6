import { useEffect, useRef, useState } from "preact/hooks";
import type { BoardView } from "../../main/view/board.ts";
import { changesIn } from "./changes.ts";

/** Announces to a screen reader what has changed since the board was opened. The first view is not announced. */
export function Announcement({ view }: { readonly view: BoardView }) {
  const known = useRef(view);
  const [said, say] = useState("");
  useEffect(() => {
    const changes = changesIn(known.current, view);
    known.current = view;
    if (changes !== "") say(changes);
  }, [view]);
  return (
    <p class="for-ears" aria-live="polite">
      {said}
    </p>
  );
}
