import type { FieldView } from "../../main/view/account.ts";
import { describe, Entry } from "./entry.tsx";

interface TextFieldProps {
  readonly id: string;
  readonly field: FieldView;
  readonly isLocked: boolean;
  readonly isFirst?: boolean;
  readonly onEdit: () => void;
}

/** One line of text that is no secret. */
export function TextField({ id, field, isLocked, isFirst = false, onEdit }: TextFieldProps) {
  return (
    <Entry id={id} field={field}>
      <input
        id={id}
        name={id}
        class="input"
        type="text"
        defaultValue={field.value}
        placeholder={field.placeholder}
        readOnly={isLocked}
        autofocus={isFirst}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        onInput={onEdit}
        {...describe(id, field)}
      />
    </Entry>
  );
}
