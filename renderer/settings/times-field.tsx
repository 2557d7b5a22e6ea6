import type { TimesField as TimesView } from "../../main/view/settings/fields.ts";
import { Icon } from "../icon.tsx";
import { TimeInput } from "../time-input.tsx";
import { describedBy, FieldRow } from "./field-row.tsx";
import type { Send } from "./send.ts";

/** The time that is added first; each further one is an hour later. */
const FIRST_HOUR = 9;
const HOURS = 24;

export function TimesField({ field, send }: { readonly field: TimesView; readonly send: Send }) {
  const { key, label, times, add, remove, locked, refusal } = field;
  const isLocked = locked !== undefined;
  const set = (value: readonly string[]): void => send({ kind: "set", key, value });
  return (
    <FieldRow field={field}>
      <span class="times">
        {times.map((time, index) => (
          <span key={time} class="time-of-day">
            <TimeInput
              label={`${label} ${index + 1}`}
              value={time}
              isLocked={isLocked}
              isRefused={refusal !== undefined}
              describedBy={describedBy(field)}
              onSet={(changed) => set(times.map((each) => (each === time ? changed : each)))}
            />
            {times.length > 1 && (
              <button
                type="button"
                class="button"
                aria-label={remove[index]}
                title={remove[index]}
                aria-disabled={isLocked}
                onClick={isLocked ? undefined : () => set(times.filter((each) => each !== time))}
              >
                <Icon name="close" />
              </button>
            )}
          </span>
        ))}
        {times.length < 6 && (
          <button
            type="button"
            class="button"
            aria-disabled={isLocked}
            onClick={isLocked ? undefined : () => set([...times, nextOf(times)])}
          >
            {add}
          </button>
        )}
      </span>
    </FieldRow>
  );
}

/** An hour after the last time; from midnight on in the morning. */
function nextOf(times: readonly string[]): string {
  const hour = times.length === 0 ? FIRST_HOUR : Number(times.at(-1)?.slice(0, 2)) + 1;
  return `${String(hour % HOURS).padStart(2, "0")}:00`;
}
