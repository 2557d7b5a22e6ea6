import type { ServiceRow } from "../../main/view/settings/fields.ts";
import { Select } from "./select.tsx";
import type { Send } from "./send.ts";

interface SnoozeProps {
  readonly row: Pick<ServiceRow, "service" | "mode" | "snooze">;
  /** Whether a date and time is being chosen. */
  readonly isDated: boolean;
  readonly onDated: (isDated: boolean) => void;
  readonly send: Send;
}

/** Snoozes a service by a choice at once, or asks for a date and time. */
export function Snooze({ row: { service, mode, snooze }, isDated, onDated, send }: SnoozeProps) {
  const { label, choose, choices, until, end } = snooze;
  if (mode === "muted") return null;
  if (mode === "snoozed") {
    return (
      <button type="button" class="button" onClick={() => send({ kind: "end-snooze", service })}>
        {end}
      </button>
    );
  }
  return (
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
        onDated(chosen === "until");
        if (chosen !== null && chosen !== "until")
          send({ kind: "snooze", services: [service], choice: chosen });
      }}
    />
  );
}
