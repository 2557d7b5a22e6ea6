import { useState } from "preact/hooks";
import type { HolidaysField as HolidaysView } from "../../main/view/settings/fields.ts";
import { Icon } from "../icon.tsx";
import { FieldRow } from "./field-row.tsx";
import type { Send } from "./send.ts";

export function HolidaysField({ field, send }: { readonly field: HolidaysView; readonly send: Send }) {
  const { key, dates, days, dateLabel, add, offer, locked } = field;
  const [date, setDate] = useState("");
  const isLocked = locked !== undefined;
  const set = (value: readonly string[]): void => {
    if (!isLocked) send({ kind: "set", key, value });
  };
  return (
    <FieldRow field={field}>
      <div class="holidays">
        {days.length > 0 && (
          <ul class="holiday-list">
            {days.map(({ date: each, label, remove }) => (
              <li key={each} class="holiday">
                <span>{label}</span>
                <button
                  type="button"
                  class="button"
                  aria-label={remove}
                  title={remove}
                  aria-disabled={isLocked}
                  onClick={() => set(dates.filter((other) => other !== each))}
                >
                  <Icon name="close" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <span class="span">
          <input
            type="date"
            class="date"
            aria-label={dateLabel}
            value={date}
            disabled={isLocked}
            onChange={({ currentTarget }) => setDate(currentTarget.value)}
          />
          <button
            type="button"
            class="button"
            aria-disabled={isLocked || date === ""}
            onClick={() => date !== "" && set([...dates, date])}
          >
            {add}
          </button>
        </span>
        {offer !== undefined && (
          <button
            type="button"
            class="button"
            aria-disabled={isLocked}
            onClick={() => set([...dates, ...offer.dates])}
          >
            {offer.label}
          </button>
        )}
      </div>
    </FieldRow>
  );
}
