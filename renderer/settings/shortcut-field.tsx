import { useState } from "preact/hooks";
import type { ShortcutField as ShortcutView } from "../../main/view/settings/fields.ts";
import { acceleratorOf } from "./accelerator.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import type { Send } from "./send.ts";

/** Field that records a key combination. */
export function ShortcutField({ field, send }: { readonly field: ShortcutView; readonly send: Send }) {
  const { key, keys, words, locked } = field;
  const [isListening, listen] = useState(false);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isListening || event.key === "Tab") return;
    event.preventDefault();
    if (event.key === "Escape") {
      listen(false);
      return;
    }
    const value = acceleratorOf(event);
    if (value === undefined) return;
    listen(false);
    send({ kind: "set", key, value });
  };

  return (
    <FieldRow field={field} labelFor={key}>
      {!isListening && (
        <span class="keys">
          {keys.length === 0 ? (
            <span class="keys-none">{words.none}</span>
          ) : (
            keys.map((each) => <kbd key={each}>{each}</kbd>)
          )}
        </span>
      )}
      <button
        type="button"
        id={key}
        class={`button ${isListening ? "is-listening" : ""}`}
        aria-disabled={locked !== undefined}
        aria-describedby={describedBy(field)}
        onClick={() => {
          if (locked === undefined) listen(!isListening);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => listen(false)}
      >
        {isListening ? words.press : words.change}
      </button>
      {keys.length > 0 && !isListening && locked === undefined && (
        <button type="button" class="button" onClick={() => send({ kind: "set", key, value: null })}>
          {words.clear}
        </button>
      )}
    </FieldRow>
  );
}
