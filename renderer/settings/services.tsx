import { useRef, useState } from "preact/hooks";
import type { ServiceRow, ServicesItem } from "../../main/view/settings/fields.ts";
import { Icon } from "../icon.tsx";
import { keepOrder } from "../keep-order.ts";
import { SnoozeMoment } from "../snooze-moment.tsx";
import { useKeptFocus } from "../use-kept-focus.ts";
import { Empty } from "./empty.tsx";
import { Select } from "./select.tsx";
import type { Send } from "./send.ts";
import { Snooze } from "./snooze.tsx";

export function Services({ item, send }: { readonly item: ServicesItem; readonly send: Send }) {
  const { locked, empty } = item;
  const shown = useRef<readonly string[]>([]);
  const rows = keepOrder(shown.current, item.rows); // a service that is muted here must not move under the pointer
  shown.current = rows.map(({ service }) => service);
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
  const { service, name, count, state, mode, delivery, snooze } = row;
  const [isDated, setDated] = useState(false);
  const whole = useRef<HTMLLIElement>(null);
  useKeptFocus(whole);
  return (
    <li class={`service is-${mode}`} data-service={service} ref={whole}>
      <div class="field-words">
        <p class="service-name">{name}</p>
        <p class="service-facts">
          <span>{count}</span>
          <span class="service-state">{state}</span>
        </p>
      </div>
      <div class="field-control">
        {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons is no fieldset of a form */}
        <span class="snooze" role="group" aria-label={snooze.label}>
          <Snooze row={row} isDated={isDated} onDated={setDated} send={send} />
        </span>
        <Select
          id={`delivery-${service}`}
          label={delivery.label}
          value={delivery.value}
          options={delivery.options}
          isLocked={isLocked}
          onChoose={(chosen) => send({ kind: "deliver", service, delivery: chosen })}
        />
      </div>
      {isDated && mode === "on" && (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div class="service-moment" role="group" aria-label={snooze.label}>
          <SnoozeMoment
            view={snooze.until}
            button="button"
            onChoose={(date, time) => {
              setDated(false);
              send({ kind: "snooze-until", services: [service], date, time });
            }}
          />
        </div>
      )}
    </li>
  );
}
