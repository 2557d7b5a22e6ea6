import type { BoardRow, BoardView } from "../../main/core/view/board.ts";
import { Icon } from "./icon.tsx";
import { MAX_SHORTCUT } from "./keyboard.ts";

interface RowProps {
  readonly row: BoardRow;
  /** Its place in the list, from 1: the key that opens it. */
  readonly position: number;
  readonly language: BoardView["language"];
  /** There when the count is not the truth of now. */
  readonly asOf?: string;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}

/**
 * A service. One without a page stays a button, but disabled in words only: so the arrow keys reach it and a screen
 * reader tells why nothing opens.
 */
export function Row({ row, position, language, asOf, isTabStop, onFocus, onOpen }: RowProps) {
  const { name, system, count, countText, changed, due, action, canOpen } = row;
  const hasShortcut = canOpen && position <= MAX_SHORTCUT;
  // A nought of before says nothing about now.
  const digits = count === 0 && asOf !== undefined ? "–" : count.toLocaleString(language);
  return (
    <li class={`row ${count === 0 ? "is-quiet" : ""} ${canOpen ? "" : "is-closed"}`}>
      <button
        type="button"
        class="row-button"
        title={canOpen ? `${name}\n${action}` : name}
        aria-disabled={!canOpen}
        {...(hasShortcut ? { "aria-keyshortcuts": String(position) } : {})}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
        onClick={canOpen ? onOpen : undefined}
      >
        <span class="row-key" aria-hidden="true">
          {hasShortcut ? position : ""}
        </span>
        <span class="row-words">
          <span class="row-name">{name}</span>
          <span class="for-ears">
            {`, ${countText}, `}
            {asOf !== undefined && `${asOf}, `}
          </span>
          <span class="row-facts">
            {system !== undefined && <span class="row-fact">{system}</span>}
            <span class="row-fact">{changed}</span>
            {due !== undefined && (
              <span class="row-fact row-due">
                <Icon name="clock" />
                {due}
              </span>
            )}
            {!canOpen && <span class="row-fact row-reason">{action}</span>}
          </span>
        </span>
        <span class={`row-count ${digits.length > 4 ? "is-long" : ""}`} aria-hidden="true">
          {digits}
        </span>
        <span class="row-go" aria-hidden="true">
          {canOpen && <Icon name="open" />}
        </span>
      </button>
    </li>
  );
}
