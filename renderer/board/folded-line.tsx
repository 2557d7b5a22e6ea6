import { Icon } from "../icon.tsx";

interface FoldedLineProps {
  readonly text: string;
  readonly isUnfolded: boolean;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onUnfold: (isUnfolded: boolean) => void;
}

/** One line for services without data, or for all services where nothing waits. The arrow keys reach it like a row. */
export function FoldedLine({ text, isUnfolded, isTabStop, onFocus, onUnfold }: FoldedLineProps) {
  return (
    <li class="row folded">
      <button
        type="button"
        class="row-button"
        aria-expanded={isUnfolded}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
        onClick={() => onUnfold(!isUnfolded)}
      >
        <span class="folded-text">{text}</span>
        <Icon name="down" />
      </button>
    </li>
  );
}
