import type { ChoiceField as ChoiceView } from "../../main/view/settings/fields.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import { Select } from "./select.tsx";
import type { Send } from "./send.ts";

export function ChoiceField({ field, send }: { readonly field: ChoiceView; readonly send: Send }) {
  const { key, value, options, locked } = field;
  return (
    <FieldRow field={field} labelFor={key}>
      <Select
        id={key}
        value={value}
        options={options}
        isLocked={locked !== undefined}
        describedBy={describedBy(field)}
        onChoose={(chosen) => send({ kind: "set", key, value: chosen })}
      />
    </FieldRow>
  );
}
