interface ActionsProps {
  readonly name: string;
  readonly hint: string;
  readonly actions: readonly { readonly label: string; readonly onChoose: () => void }[];
}

/** Buttons with a hint about what they do. */
export function Actions({ name, hint, actions }: ActionsProps) {
  return (
    <div class="field" data-key={name}>
      <div class="field-words">
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      </div>
      <div class="field-control">
        {actions.map(({ label, onChoose }) => (
          <button
            key={label}
            type="button"
            class="button"
            aria-describedby={`${name}-hint`}
            onClick={onChoose}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
