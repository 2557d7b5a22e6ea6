import { useState } from "preact/hooks";
import type { ServiceRow } from "../../main/view/settings/fields.ts";
import { TimeInput } from "../time-input.tsx";
import { readTime } from "../time-text.ts";
import { Select } from "./select.tsx";
import type { Send } from "./send.ts";

interface SnoozeProps {
  readonly row: Pick<ServiceRow, "service" | "mode" | "snooze">;
  readonly send: Send;
}

/** Snoozes a service: by a choice at once, or until a date and time. */
export function Snooze({ row: { service, mode, snooze }, send }: SnoozeProps) {
  const { label, choose, choices, until, end } = snooze;
  const [isDated, setDated] = useState(false);
  const [date, setDate] = useState(until.date);
  const [time, setTime] = useState(until.time);
  const isWhole = date !== "" && readTime(time) !== undefined;
  if (mode === "muted") return null;
  if (mode === "snoozed") {
    return (
      <button type="button" class="button" onClick={() => send({ kind: "end-snooze", service })}>
        {end}
      </button>
    );
  }
  return (
    <>
      <Select
        id={`snooze-${service}`}
        label={label}
        value={isDated ? ("until" as const) : null}
        options={[
          { value: null, label: choose },
          ...choices.map(({ choice, label: each }) => ({ value: choice, label: each })),
          { value: "until" as const, label: until.choose },
        ]}
        onChoose={(chosen) => {
          setDated(chosen === "until");
          if (chosen !== null && chosen !== "until")
            send({ kind: "snooze", services: [service], choice: chosen });
        }}
      />
      {isDated && (
        <span class="span">
          <input
            type="date"
            class="date"
            aria-label={until.dateLabel}
            value={date}
            min={until.date}
            onChange={({ currentTarget }) => setDate(currentTarget.value)}
          />
          <TimeInput
            label={until.timeLabel}
            value={time}
            isLocked={false}
            isRefused={readTime(time) === undefined}
            describedBy=""
            onSet={setTime}
          />
          <button
            type="button"
            class="button"
            aria-disabled={!isWhole}
            onClick={
              isWhole ? () => send({ kind: "snooze-until", services: [service], date, time }) : undefined
            }
          >
            {until.button}
          </button>
        </span>
      )}
    </>
  );
}
