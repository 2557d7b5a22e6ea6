import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Field } from "../../main/view/settings/fields.ts";
import { Icon } from "../icon.tsx";
import { useKeptFocus } from "../use-kept-focus.ts";

interface FieldRowProps {
  readonly field: Field;
  /** Id of the control that the label belongs to, if there is a single one. */
  readonly labelFor?: string | undefined;
  readonly children: ComponentChildren;
}

/** A preference: label and hint on the left, control on the right, faults below. */
export function FieldRow({ field, labelFor, children }: FieldRowProps) {
  const { key, label, hint, locked, refusal, trouble } = field;
  const wrong = refusal ?? trouble;
  const control = useRef<HTMLDivElement>(null);
  useKeptFocus(control);
  return (
    <div class={`field ${locked === undefined ? "" : "is-locked"}`} data-key={key}>
      <div class="field-words">
        {labelFor === undefined ? (
          <span class="field-label" id={`${key}-label`}>
            {label}
          </span>
        ) : (
          <label class="field-label" id={`${key}-label`} for={labelFor}>
            {label}
          </label>
        )}
        <p class="field-hint" id={`${key}-hint`}>
          {hint}
        </p>
      </div>
      <div class="field-control" ref={control}>
        {children}
      </div>
      {locked !== undefined && (
        <p class="field-locked" id={`${key}-locked`}>
          <Icon name="lock" />
          <span>{locked}</span>
        </p>
      )}
      {wrong !== undefined && (
        <p class="field-wrong" id={`${key}-wrong`} role="alert">
          <Icon name="warning" />
          <span>{wrong}</span>
        </p>
      )}
    </div>
  );
}

/** Value of `aria-describedby` for a control. */
export function describedBy({ key, locked, refusal, trouble }: Field): string {
  return [
    `${key}-hint`,
    ...(locked === undefined ? [] : [`${key}-locked`]),
    ...(refusal === undefined && trouble === undefined ? [] : [`${key}-wrong`]),
  ].join(" ");
}
