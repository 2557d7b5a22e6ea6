import type { FormView } from "../../main/view/account.ts";

interface MethodChoiceProps {
  readonly method: FormView["method"];
  readonly isLocked: boolean;
  readonly onChoose: (method: FormView["method"]["chosen"]) => void;
}

/** Radio buttons for the two sign-in methods. */
export function MethodChoice({ method, isLocked, onChoose }: MethodChoiceProps) {
  return (
    <fieldset class="method">
      <legend class="entry-label">{method.label}</legend>
      <div class="method-choices">
        {method.choices.map((choice) => (
          <label key={choice.method} class="method-choice">
            <input
              type="radio"
              name="method"
              value={choice.method}
              checked={choice.method === method.chosen}
              disabled={isLocked}
              onChange={() => onChoose(choice.method)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
