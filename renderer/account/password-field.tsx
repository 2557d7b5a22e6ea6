import { useState } from "preact/hooks";
import type { FormView } from "../../main/view/account.ts";
import { Icon } from "../icon.tsx";
import { describe, Entry } from "./entry.tsx";

interface PasswordFieldProps {
  readonly field: FormView["password"];
  readonly isLocked: boolean;
  readonly onEdit: () => void;
}

/** A password field with a button that shows the password. */
export function PasswordField({ field, isLocked, onEdit }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Entry id="password" field={field}>
      <span class="secret">
        <input
          id="password"
          name="password"
          class="input"
          type={isShown ? "text" : "password"}
          placeholder={field.placeholder}
          readOnly={isLocked}
          autocomplete="off"
          spellcheck={false}
          onInput={onEdit}
          {...describe("password", field)}
        />
        <button
          type="button"
          class="secret-toggle"
          aria-pressed={isShown}
          aria-label={field.show}
          title={field.show}
          onClick={() => setShown(!isShown)}
        >
          <Icon name={isShown ? "shown" : "hidden"} />
        </button>
      </span>
    </Entry>
  );
}
