import type { SampleItem } from "../../main/core/view/settings/fields.ts";
import type { Send } from "./send.ts";

export function Sample({ item, send }: { readonly item: SampleItem; readonly send: Send }) {
  const { hint, button } = item;
  return (
    <div class="field" data-key="sample">
      <div class="field-words">
        <p class="field-hint" id="sample-hint">
          {hint}
        </p>
      </div>
      <div class="field-control">
        <button
          type="button"
          class="button"
          aria-describedby="sample-hint"
          onClick={() => send({ kind: "sample" })}
        >
          {button}
        </button>
      </div>
    </div>
  );
}
