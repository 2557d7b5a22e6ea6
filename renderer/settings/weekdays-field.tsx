import type { WeekdaysField as WeekdaysView } from "../../main/view/settings/fields.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import type { Send } from "./send.ts";

export function WeekdaysField({ field, send }: { readonly field: WeekdaysView; readonly send: Send }) {
  const { key, days, locked } = field;
  const flip = (flipped: number): void => {
    const value = days.filter(({ day, isOn }) => isOn !== (day === flipped)).map(({ day }) => day);
    send({ kind: "set", key, value });
  };
  return (
    <FieldRow field={field}>
      {/* biome-ignore lint/a11y/useSemanticElements: the label is beside the group, not inside as a legend is */}
      <div class="days" role="group" aria-labelledby={`${key}-label`} aria-describedby={describedBy(field)}>
        {days.map(({ day, short, long, isOn }) => (
          <button
            key={day}
            type="button"
            class="day"
            aria-pressed={isOn}
            aria-disabled={locked !== undefined}
            title={long}
            onClick={locked === undefined ? () => flip(day) : undefined}
          >
            {short}
          </button>
        ))}
      </div>
    </FieldRow>
  );
}
