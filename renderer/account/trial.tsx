import { useEffect, useRef } from "preact/hooks";
import type { TrialView } from "../../main/view/account.ts";
import { Icon } from "../icon.tsx";

/** Progress and outcome of a connection test. A live region, so that screen readers announce it. */
export function Trial({ trial }: { readonly trial: TrialView | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  // In a small or zoomed window it may be outside the visible part.
  useEffect(() => {
    if (trial !== undefined) place.current?.scrollIntoView({ block: "nearest" });
  }, [trial?.kind]);
  return (
    <div class="trial-place" ref={place} role="status" aria-live="polite">
      {trial !== undefined && (
        <section class={`trial is-${trial.kind}`}>
          {trial.steps.length > 0 && (
            <ol class="steps">
              {trial.steps.map(({ step, text, state, stateText }) => (
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
          <div class="trial-words">
            <p class="trial-heading">{trial.heading}</p>
            {trial.text !== undefined && <p class="trial-text">{trial.text}</p>}
          </div>
        </section>
      )}
    </div>
  );
}
