import { useEffect, useRef } from "preact/hooks";

/** Whoever types 19 is not to be taken at the 1; milliseconds. */
const TYPING_FOR = 700;

interface TimeInputProps {
  readonly label: string;
  /** `HH:MM`. */
  readonly value: string;
  readonly isLocked: boolean;
  readonly isRefused: boolean;
  readonly describedBy: string;
  readonly onSet: (value: string) => void;
}

/** A time of day, taken when the typing has come to rest. */
export function TimeInput({ label, value, isLocked, isRefused, describedBy, onSet }: TimeInputProps) {
  const timer = useRef<number>();
  const input = useRef<HTMLInputElement>(null);
  const commit = (): void => {
    clearTimeout(timer.current);
    const typed = input.current?.value ?? "";
    if (typed !== "" && typed !== value) onSet(typed);
  };
  // The timer is to act upon the view of its own time, not of the time when it was set.
  const latest = useRef(commit);
  latest.current = commit;
  useEffect(() => () => clearTimeout(timer.current), []);
  // A view that comes in between does not take away what is being typed.
  useEffect(() => {
    if (input.current !== null) input.current.value = value;
  }, [value]);
  return (
    <input
      ref={input}
      type="time"
      class="time"
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isRefused}
      required
      readOnly={isLocked}
      aria-disabled={isLocked}
      onInput={() => {
        clearTimeout(timer.current);
        timer.current = window.setTimeout(() => latest.current(), TYPING_FOR);
      }}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === "Enter") commit();
      }}
    />
  );
}
