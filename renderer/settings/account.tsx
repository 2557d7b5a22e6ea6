import type { AccountItem } from "../../main/view/settings/fields.ts";
import { Icon } from "../icon.tsx";
import type { Send } from "./send.ts";

export function Account({ item, send }: { readonly item: AccountItem; readonly send: Send }) {
  const { text, button, hint, locked } = item;
  return (
    <div class="field" data-key="account">
      <div class="field-words">
        {text !== undefined && <p class="field-label">{text}</p>}
        {locked === undefined ? (
          <p class="field-hint" id="account-hint">
            {hint}
          </p>
        ) : (
          <p class="field-locked" id="account-hint">
            <Icon name="lock" />
            <span>{locked}</span>
          </p>
        )}
      </div>
      <div class="field-control">
        <button
          type="button"
          class={`button ${text === undefined ? "" : "is-main"}`}
          aria-disabled={locked !== undefined}
          aria-describedby="account-hint"
          onClick={locked === undefined ? () => send({ kind: "open-account" }) : undefined}
        >
          {button}
        </button>
      </div>
    </div>
  );
}
