import type { SpanField as SpanView } from "../../main/view/settings/fields.ts";
import { TimeInput } from "../time-input.tsx";
import { describedBy, FieldRow } from "./field-row.tsx";
import type { Send } from "./send.ts";
import { Switch } from "./switch.tsx";

export function SpanField({ field, send }: { readonly field: SpanView; readonly send: Send }) {
  const { key, span, whenOn, locked, refusal } = field;
  const set = (value: SpanView["span"]): void => send({ kind: "set", key, value });
  const common = {
    isLocked: locked !== undefined,
    isRefused: refusal !== undefined,
    describedBy: describedBy(field),
  };
  return (
    <FieldRow field={field} labelFor={whenOn && key}>
      {span !== null && (
        // biome-ignore lint/a11y/useSemanticElements: the label is beside the group, not inside as a legend is
        <div class="span" role="group" aria-labelledby={`${key}-label`}>
          <TimeInput
            {...common}
            label={field.from}
            value={span.from}
            onSet={(from) => set({ ...span, from })}
          />
          <span aria-hidden="true">–</span>
          <TimeInput {...common} label={field.to} value={span.to} onSet={(to) => set({ ...span, to })} />
        </div>
      )}
      {whenOn !== undefined && (
        <Switch
          id={key}
          isOn={span !== null}
          isLocked={locked !== undefined}
          labelledBy={`${key}-label`}
          describedBy={describedBy(field)}
          onFlip={(isOn) => set(isOn ? whenOn : null)}
        />
      )}
    </FieldRow>
  );
}
