import { useEffect, useRef } from "preact/hooks";
import type { ConnectionTestView } from "../../main/view/account.ts";
import { Icon } from "../icon.tsx";

/** Progress and outcome of a connection test. A live region, so that screen readers announce it. */
export function ConnectionTest({ test }: { readonly test: ConnectionTestView | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  // In a small or zoomed window it may be outside the visible part.
  useEffect(() => {
    if (test !== undefined) place.current?.scrollIntoView({ block: "nearest" });
  }, [test?.kind]);
  return (
    <div class="connection-test-place" ref={place} role="status" aria-live="polite">
      {test !== undefined && (
        <section class={`connection-test is-${test.kind}`}>
          {test.steps.length > 0 && (
            <ol class="steps">
              {test.steps.map(({ step, text, state, stateText }) => (
                <li key={step} class={`step is-${state}`}>
                  <span class="step-mark">
                    <Icon name={state} />
                  </span>
                  <span class="step-text">{text}</span>
                  <span class="for-ears">{stateText}</span>
                </li>
              ))}
            </ol>
          )}
          <div class="connection-test-words">
            <p class="connection-test-heading">{test.heading}</p>
            {test.text !== undefined && <p class="connection-test-text">{test.text}</p>}
          </div>
        </section>
      )}
    </div>
  );
}
