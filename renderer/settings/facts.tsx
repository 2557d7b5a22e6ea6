import type { FactsItem } from "../../main/view/settings/fields.ts";

export function Facts({ item }: { readonly item: FactsItem }) {
  return (
    <dl class="facts">
      {item.rows.map(({ label, values }) => (
        <div key={label} class="fact">
          <dt>{label}</dt>
          {values.map((value) => (
            <dd key={value}>{value}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
