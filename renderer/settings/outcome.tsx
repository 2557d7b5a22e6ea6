import type { OutcomeView } from "../../main/core/view/settings/outcome.ts";
import { Icon } from "../icon.tsx";
import type { Send } from "./send.ts";

/** What came of an export, an import or a reset. The region stands from the start, so that a screen reader reads it. */
export function Outcome({ outcome, send }: { readonly outcome?: OutcomeView; readonly send: Send }) {
  return (
    <div role="status">
      {outcome !== undefined && (
        <div class={`outcome ${outcome.isGood ? "is-good" : "is-bad"}`}>
          <Icon name={outcome.isGood ? "withdrawn" : "warning"} />
          <div class="outcome-words">
            <p class="outcome-text">{outcome.text}</p>
            {outcome.details.length > 0 && (
              <ul class="outcome-details">
                {outcome.details.map((detail) => (
                  <li key={detail}>{detail}</li>
                ))}
              </ul>
            )}
          </div>
          <button type="button" class="button" onClick={() => send({ kind: "dismiss" })}>
            {outcome.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
