import { Icon } from "../icon.tsx";

interface SelectProps<Value> {
  readonly id: string;
  /** Its name, where no label stands beside it. */
  readonly label?: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly isLocked?: boolean;
  readonly describedBy?: string;
  readonly onChoose: (value: Value) => void;
}

/** A select whose values need not be strings. */
export function Select<Value>(props: SelectProps<Value>) {
  const { id, label, value, options, isLocked = false, describedBy, onChoose } = props;
  return (
    <span class="select">
      <select
        id={id}
        aria-label={label}
        disabled={isLocked}
        aria-describedby={describedBy}
        value={options.findIndex((option) => option.value === value)}
        onChange={({ currentTarget }) => {
          const chosen = options[currentTarget.selectedIndex];
          if (chosen !== undefined) onChoose(chosen.value);
        }}
      >
        {options.map(({ label }, index) => (
          <option key={index} value={index}>
            {label}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </span>
  );
}
