import type { FormView } from "../../main/view/account.ts";
import type { Send } from "./send.ts";

interface StartAtLoginProps {
  readonly start: FormView["start"];
  readonly isLocked: boolean;
  readonly send: Send;
}

/** The choice to start at login, where the dialog asks. */
export function StartAtLogin({ start, isLocked, send }: StartAtLoginProps) {
  if (start === undefined) return null;
  return (
    <label class="start" title={start.hint}>
      <input
        type="checkbox"
        checked={start.isOn}
        disabled={isLocked}
        onChange={({ currentTarget }) => send({ kind: "start-at-login", isOn: currentTarget.checked })}
      />
      <span>{start.label}</span>
    </label>
  );
}
