import { useRef, useState } from "preact/hooks";
import type { PauseItem } from "../../main/view/settings/fields.ts";
import { Deputy } from "../deputy.tsx";
import { Icon } from "../icon.tsx";
import { TimeInput } from "../time-input.tsx";
import { readTime } from "../time-text.ts";
import { useKeptFocus } from "../use-kept-focus.ts";
import type { Send } from "./send.ts";

export function Pause({ item, send }: { readonly item: PauseItem; readonly send: Send }) {
  const { label, hint, isPaused, choices, until, leave, delegate, resume } = item;
  const [back, setBack] = useState(leave.date);
  const [time, setTime] = useState(until.value);
  const isUnreadable = readTime(time) === undefined;
  const control = useRef<HTMLDivElement>(null);
  useKeptFocus(control);
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
      {/* biome-ignore lint/a11y/useSemanticElements: the label is beside the group, not inside as a legend is */}
      <div
        class="field-control"
        ref={control}
        role="group"
        aria-labelledby="pause-label"
        aria-describedby="pause-hint"
      >
        {isPaused ? (
          <>
            <button
              key="resume"
              type="button"
              class="button is-main"
              onClick={() => send({ kind: "resume" })}
            >
              {resume}
            </button>
            {delegate !== undefined && (
              <Deputy
                {...delegate}
                class="button"
                onOpen={(service) => send({ kind: "open-delegate", service })}
              />
            )}
          </>
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
                isRefused={isUnreadable}
                describedBy={isUnreadable ? "pause-hint pause-wrong" : "pause-hint"}
                onSet={setTime}
              />
              <button
                type="button"
                class="button"
                aria-disabled={isUnreadable}
                onClick={isUnreadable ? undefined : () => send({ kind: "pause-until", time })}
              >
                {until.button}
              </button>
            </span>
            <span class="span">
              <label for="leave">{leave.label}</label>
              <input
                id="leave"
                type="date"
                class="date"
                value={back}
                min={leave.earliest}
                onChange={({ currentTarget }) => setBack(currentTarget.value)}
              />
              <button
                type="button"
                class="button"
                aria-disabled={back === ""}
                onClick={() => back !== "" && send({ kind: "pause-until", date: back, time: leave.time })}
              >
                {leave.button}
              </button>
            </span>
          </>
        )}
      </div>
      {isUnreadable && !isPaused && (
        <p class="field-wrong" id="pause-wrong" role="alert">
          <Icon name="warning" />
          <span>{until.fault}</span>
        </p>
      )}
    </div>
  );
}
