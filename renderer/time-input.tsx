import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { isWholeTime, readTime, stepTime } from "./time-text.ts";

/** Milliseconds to wait for more input after a complete time. */
const TYPING_FOR = 700;

/** Minutes per key. */
const STEPS: Readonly<Record<string, number>> = { ArrowUp: 15, ArrowDown: -15, PageUp: 60, PageDown: -60 };

interface TimeInputProps {
  readonly label: string;
  /** `HH:MM`, or refused input. */
  readonly value: string;
  readonly isLocked: boolean;
  readonly isRefused: boolean;
  readonly describedBy: string;
  /** Receives `HH:MM`. Input that is not a time is passed unchanged, and gets a message. */
  readonly onSet: (value: string) => void;
}

/**
 * Input for a time of day in 24 hours. `type="time"` is not used, because Chromium formats it in the language of the
 * system: one page could show both "오후 06:00" and "18:00". A complete time is set shortly after the last key, other
 * input when the field loses the focus. The arrow keys move by a quarter of an hour.
 */
export function TimeInput({ label, value, isLocked, isRefused, describedBy, onSet }: TimeInputProps) {
  const timer = useRef<number>();
  const input = useRef<HTMLInputElement>(null);
  const commit = (): void => {
    clearTimeout(timer.current);
    if (input.current === null) return;
    const typed = input.current.value.trim();
    if (typed === "") input.current.value = value;
    else {
      const read = readTime(typed) ?? typed;
      input.current.value = read;
      if (read !== value) onSet(read);
    }
  };
  // The timer must use the latest view, not the one of the time when it was set.
  const latest = useRef(commit);
  latest.current = commit;
  const commitSoon = (): void => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => latest.current(), TYPING_FOR);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") commit();
    const step = STEPS[event.key];
    const time = readTime(input.current?.value ?? "");
    if (step === undefined || time === undefined || input.current === null || isLocked) return;
    event.preventDefault();
    input.current.value = stepTime(time, step);
    commitSoon();
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  // Only a changed value replaces the text, before the next key, so that a view never removes what is being typed.
  useLayoutEffect(() => {
    if (input.current !== null) input.current.value = value;
  }, [value]);
  return (
    <input
      ref={input}
      type="text"
      inputMode="numeric"
      class="time"
      maxLength={8}
      autocomplete="off"
      spellcheck={false}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isRefused}
      readOnly={isLocked}
      aria-disabled={isLocked}
      onInput={({ currentTarget }) => {
        clearTimeout(timer.current);
        if (isWholeTime(currentTarget.value)) commitSoon();
      }}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}
