import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { isWholeTime, readTime, stepTime } from "./time-text.ts";

/** Whoever types a whole time may still go on; milliseconds. */
const TYPING_FOR = 700;

/** Minutes. */
const STEPS: Readonly<Record<string, number>> = { ArrowUp: 15, ArrowDown: -15, PageUp: 60, PageDown: -60 };

interface TimeInputProps {
  readonly label: string;
  /** `HH:MM`, or what was typed instead and is refused. */
  readonly value: string;
  readonly isLocked: boolean;
  readonly isRefused: boolean;
  readonly describedBy: string;
  /** `HH:MM`; what cannot be read as a time is given as it was typed, to be refused in words. */
  readonly onSet: (value: string) => void;
}

/**
 * A time of day in 24 hours. Not `type="time"`: Chromium writes that in the language of the system, whatever the language
 * of the app is, and so one page would say both "오후 06:00" and "18:00". A whole time is taken when the typing has come
 * to rest, anything else when the field is left; the arrow keys go by quarters of an hour.
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
  // The timer is to act upon the view of its own time, not of the time when it was set.
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
  // A view that comes in between does not take away what is being typed, nor what is typed as soon as it is there.
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
