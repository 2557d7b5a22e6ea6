import type { SwitchField as SwitchView } from "../../main/view/settings/fields.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import type { Send } from "./send.ts";
import { Switch } from "./switch.tsx";

export function SwitchField({ field, send }: { readonly field: SwitchView; readonly send: Send }) {
  const { key, isOn, locked } = field;
  return (
    <FieldRow field={field} labelFor={key}>
      <Switch
        id={key}
        isOn={isOn}
        isLocked={locked !== undefined}
        labelledBy={`${key}-label`}
        describedBy={describedBy(field)}
        onFlip={(value) => send({ kind: "set", key, value })}
      />
    </FieldRow>
  );
}
