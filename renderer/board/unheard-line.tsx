import { Icon } from "../icon.tsx";

interface UnheardLineProps {
  readonly text: string;
  readonly isUnfolded: boolean;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onUnfold: (isUnfolded: boolean) => void;
}

/** One line for all services without data. The arrow keys reach it like a row. */
export function UnheardLine({ text, isUnfolded, isTabStop, onFocus, onUnfold }: UnheardLineProps) {
  return (
    <li class="row unheard">
      <button
        type="button"
        class="row-button"
        aria-expanded={isUnfolded}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
        onClick={() => onUnfold(!isUnfolded)}
      >
        <span class="unheard-text">{text}</span>
        <Icon name="down" />
      </button>
    </li>
  );
}
