import type { FilesItem } from "../../main/core/view/settings/fields.ts";
import type { Send } from "./send.ts";

export function Files({ item, send }: { readonly item: FilesItem; readonly send: Send }) {
  return (
    <div class="field" data-key="files">
      <div class="field-words">
        <p class="field-hint" id="files-hint">
          {item.hint}
        </p>
      </div>
      <div class="field-control">
        <button
          type="button"
          class="button"
          aria-describedby="files-hint"
          onClick={() => send({ kind: "export" })}
        >
          {item.export}
        </button>
        <button
          type="button"
          class="button"
          aria-describedby="files-hint"
          onClick={() => send({ kind: "import" })}
        >
          {item.import}
        </button>
      </div>
    </div>
  );
}
