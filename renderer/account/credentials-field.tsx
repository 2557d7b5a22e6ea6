import { useRef } from "preact/hooks";
import type { FormView } from "../../main/view/account.ts";
import { Icon } from "../icon.tsx";
import { useKeptFocus } from "../use-kept-focus.ts";
import { describe, Entry } from "./entry.tsx";
import type { Send } from "./send.ts";

interface CredentialsFieldProps {
  readonly field: FormView["credentials"];
  readonly isLocked: boolean;
  readonly onEdit: () => void;
  readonly send: Send;
}

/** A `.creds` file, which is read in the main process, or its pasted content. */
export function CredentialsField({ field, isLocked, onEdit, send }: CredentialsFieldProps) {
  const { file, choose } = field;
  const part = useRef<HTMLDivElement>(null);
  useKeptFocus(part);
  return (
    <div class="credentials" ref={part}>
      <div class="chooser">
        <button
          type="button"
          class="button"
          aria-disabled={isLocked}
          onClick={() => send({ kind: "choose-file" })}
        >
          {choose}
        </button>
        {file !== undefined && (
          <p class="chosen" role="status">
            <Icon name="file" />
            <span class="chosen-name">{file.text}</span>
            <button type="button" class="link" onClick={() => send({ kind: "forget-file" })}>
              {file.forget}
            </button>
          </p>
        )}
      </div>
      {file === undefined ? (
        <Entry id="pasted" field={field}>
          <textarea
            id="pasted"
            name="pasted"
            class="input paste"
            rows={4}
            placeholder={field.placeholder}
            readOnly={isLocked}
            autocomplete="off"
            spellcheck={false}
            onInput={onEdit}
            {...describe("pasted", field)}
          />
        </Entry>
      ) : (
        field.fault !== undefined && (
          <p class="entry-fault" role="alert">
            <Icon name="warning" />
            <span>{field.fault}</span>
          </p>
        )
      )}
    </div>
  );
}
