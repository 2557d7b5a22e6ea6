import { useRef, useState } from "preact/hooks";
import type { ResetItem } from "../../main/view/settings/fields.ts";
import { useKeptFocus } from "../use-kept-focus.ts";
import type { Send } from "./send.ts";

/** Asks before the reset. The harmless answer has the focus. */
export function Reset({ item, send }: { readonly item: ResetItem; readonly send: Send }) {
  const { label, hint, ask, yes, no } = item;
  const [isAsking, setAsking] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  useKeptFocus(field);

  const leave = (): void => setAsking(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !isAsking) return;
    event.preventDefault();
    leave();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only handles Escape from the buttons inside
    <div class="field" data-key="reset" ref={field} onKeyDown={onKeyDown}>
      <div class="field-words">
        <p class="field-hint" id="reset-hint" role="status">
          {isAsking ? <strong>{ask}</strong> : hint}
        </p>
      </div>
      <div class="field-control">
        {isAsking ? (
          <>
            <button key="no" type="button" class="button" aria-describedby="reset-hint" onClick={leave}>
              {no}
            </button>
            <button
              key="yes"
              type="button"
              class="button is-danger"
              aria-describedby="reset-hint"
              onClick={() => {
                leave();
                send({ kind: "reset" });
              }}
            >
              {yes}
            </button>
          </>
        ) : (
          <button
            key="ask"
            type="button"
            class="button"
            aria-describedby="reset-hint"
            onClick={() => setAsking(true)}
          >
            {label}
          </button>
        )}
      </div>
    </div>
  );
}
