import { useRef } from "preact/hooks";
import type { ServiceRow, ServicesItem } from "../../main/view/settings/fields.ts";
import { Icon } from "../icon.tsx";
import { useKeptFocus } from "../use-kept-focus.ts";
import { Empty } from "./empty.tsx";
import type { Send } from "./send.ts";
import { Switch } from "./switch.tsx";

export function Services({ item, send }: { readonly item: ServicesItem; readonly send: Send }) {
  const { rows, locked, empty } = item;
  if (empty !== undefined) return <Empty {...empty} icon="services" />;
  return (
    <>
      {locked !== undefined && (
        <p class="field-locked list-locked">
          <Icon name="lock" />
          <span>{locked}</span>
        </p>
      )}
      <ul class="services">
        {rows.map((row) => (
          <Service key={row.service} row={row} isLocked={locked !== undefined} send={send} />
        ))}
      </ul>
    </>
  );
}

interface ServiceProps {
  readonly row: ServiceRow;
  readonly isLocked: boolean;
  readonly send: Send;
}

function Service({ row, isLocked, send }: ServiceProps) {
  const { service, name, count, state, mode, switchLabel, snooze } = row;
  const control = useRef<HTMLDivElement>(null);
  useKeptFocus(control);
  return (
    <li class={`service is-${mode}`} data-service={service}>
      <div class="field-words">
        <p class="service-name">{name}</p>
        <p class="service-facts">
          <span>{count}</span>
          <span class="service-state">{state}</span>
        </p>
      </div>
      <div class="field-control" ref={control}>
        {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons is no fieldset of a form */}
        <span class="snooze" role="group" aria-label={snooze.label}>
          {mode === "snoozed" && (
            <button
              key="end"
              type="button"
              class="button"
              onClick={() => send({ kind: "end-snooze", service })}
            >
              {snooze.end}
            </button>
          )}
          {mode === "on" &&
            snooze.choices.map(({ choice, label }) => (
              <button
                key={choice}
                type="button"
                class="button"
                onClick={() => send({ kind: "snooze", services: [service], choice })}
              >
                {label}
              </button>
            ))}
        </span>
        <Switch
          isOn={mode !== "muted"}
          isLocked={isLocked}
          label={switchLabel}
          onFlip={(isOn) => send({ kind: isOn ? "unmute" : "mute", service })}
        />
      </div>
    </li>
  );
}
