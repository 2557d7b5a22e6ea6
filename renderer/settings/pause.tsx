import { useState } from "preact/hooks";
import type { PauseItem } from "../../main/core/view/settings/fields.ts";
import type { Send } from "./send.ts";
import { TimeInput } from "./time-input.tsx";

export function Pause({ item, send }: { readonly item: PauseItem; readonly send: Send }) {
  const { label, hint, isPaused, choices, until, resume } = item;
  const [time, setTime] = useState(until.value);
  return (
    <div class="field" data-key="pause">
      <div class="field-words">
        <span class="field-label" id="pause-label">
          {label}
        </span>
        <p class="field-hint" id="pause-hint" role="status">
          {hint}
        </p>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: the label stands beside the group, not in it as a legend does */}
      <div class="field-control" role="group" aria-labelledby="pause-label" aria-describedby="pause-hint">
        {isPaused ? (
          <button type="button" class="button is-main" onClick={() => send({ kind: "resume" })}>
            {resume}
          </button>
        ) : (
          <>
            {choices.map(({ choice, label: each }) => (
              <button
                key={choice}
                type="button"
                class="button"
                onClick={() => send({ kind: "pause", choice })}
              >
                {each}
              </button>
            ))}
            <span class="span">
              <TimeInput
                label={until.label}
                value={time}
                isLocked={false}
                isRefused={false}
                describedBy="pause-hint"
                onSet={setTime}
              />
              <button type="button" class="button" onClick={() => send({ kind: "pause-until", time })}>
                {until.button}
              </button>
            </span>
          </>
        )}
      </div>
    </div>
  );
}
