interface SwitchProps {
  readonly isOn: boolean;
  readonly isLocked: boolean;
  readonly onFlip: (isOn: boolean) => void;
  readonly id?: string;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly describedBy?: string;
}

/** A switch. A locked one stays in the tab order, so that a screen reader can read the reason. */
export function Switch({ isOn, isLocked, onFlip, id, label, labelledBy, describedBy }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      id={id}
      aria-checked={isOn}
      aria-disabled={isLocked}
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onClick={isLocked ? undefined : () => onFlip(!isOn)}
    >
      <span class="switch-knob" />
    </button>
  );
}
