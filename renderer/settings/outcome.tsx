import { useRef } from "preact/hooks";
import type { OutcomeView } from "../../main/view/settings/outcome.ts";
import { Icon } from "../icon.tsx";
import { useKeptFocus } from "../use-kept-focus.ts";
import type { Send } from "./send.ts";

/**
 * Outcome of an export, import or reset. The region is always in the page, so that a screen reader announces its
 * content.
 */
export function Outcome({
  outcome,
  send,
}: {
  readonly outcome: OutcomeView | undefined;
  readonly send: Send;
}) {
  const region = useRef<HTMLDivElement>(null);
  /** Element that had the focus when the outcome appeared. */
  const asked = useRef<Element | null>(null);
  const wasSaying = useRef(false);
  if (outcome !== undefined && !wasSaying.current) asked.current = document.activeElement;
  wasSaying.current = outcome !== undefined;
  useKeptFocus(region, () =>
    asked.current instanceof HTMLElement && asked.current.isConnected && asked.current !== document.body
      ? asked.current
      : document.querySelector<HTMLElement>("[role=tab][aria-selected=true]"),
  );
  return (
    <div role="status" ref={region}>
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
