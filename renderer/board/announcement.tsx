import { useEffect, useRef, useState } from "preact/hooks";

/** Tells a screen reader the total when it changes, and only then: not at the first sight, not for a new "as of". */
export function Announcement({ total, text }: { readonly total: number; readonly text: string }) {
  const known = useRef(total);
  const [said, say] = useState("");
  useEffect(() => {
    if (known.current === total) return;
    known.current = total;
    say(text);
  }, [total, text]);
  return (
    <p class="for-ears" aria-live="polite">
      {said}
    </p>
  );
}
