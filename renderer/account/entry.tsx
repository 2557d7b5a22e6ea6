import type { ComponentChildren } from "preact";
import type { FieldView } from "../../main/view/account.ts";
import { Icon } from "../icon.tsx";

interface EntryProps {
  readonly id: string;
  readonly field: FieldView;
  readonly children: ComponentChildren;
}

/** A field with its label, its hint and its fault. */
export function Entry({ id, field, children }: EntryProps) {
  const { label, hint, isWarning = false, fault } = field;
  return (
    <div class="entry">
      <label class="entry-label" for={id}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p class={isWarning ? "entry-hint is-warning" : "entry-hint"} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p class="entry-fault" id={`${id}-fault`}>
          <Icon name="warning" />
          <span>{fault}</span>
        </p>
      )}
    </div>
  );
}

/** Attributes that connect an input with its entry. */
export function describe(id: string, { hint, fault }: FieldView) {
  const ids = [fault === undefined ? [] : `${id}-fault`, hint === undefined ? [] : `${id}-hint`].flat();
  return {
    "aria-invalid": fault !== undefined,
    ...(ids.length === 0 ? {} : { "aria-describedby": ids.join(" ") }),
  };
}
