import type { HistoryItem, HistoryRow } from "../../main/view/settings/fields.ts";
import { Icon } from "../icon.tsx";
import { Empty } from "./empty.tsx";
import { Select } from "./select.tsx";
import type { Send } from "./send.ts";

export function History({ item, send }: { readonly item: HistoryItem; readonly send: Send }) {
  const { filter, days, empty } = item;
  return (
    <>
      <div class="history-filter">
        <label for="history-of">{filter.label}</label>
        <Select
          id="history-of"
          value={filter.value}
          options={filter.options}
          onChoose={(service) => send({ kind: "filter-history", service })}
        />
      </div>
      {empty !== undefined && <Empty {...empty} icon="history" />}
      {days.map(({ day, rows }) => (
        <section key={day}>
          <h2 class="history-day">{day}</h2>
          <ul class="history">
            {rows.map((row, index) => (
              <Entry key={index} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Entry({ row }: { readonly row: HistoryRow }) {
  const { kind, time, ago, moment, text, why } = row;
  return (
    <li class={`entry is-${kind}`}>
      <span class="entry-icon">
        <Icon name={kind} />
      </span>
      <div class="entry-words">
        <p class="entry-text">{text}</p>
        <p class="entry-why">{why}</p>
      </div>
      <p class="entry-time" title={moment}>
        <span>{time}</span>
        <span class="entry-ago">{ago}</span>
      </p>
    </li>
  );
}
