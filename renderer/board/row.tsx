import type { BoardRow } from "../../main/view/board.ts";
import { Icon } from "../icon.tsx";
import { MAX_SHORTCUT } from "./keyboard.ts";

interface RowProps {
  readonly row: BoardRow;
  /** Position in the list, from 1; also the key that opens it. */
  readonly position: number;
  /** Set when the count is not current. */
  readonly asOf?: string;
  readonly isTabStop: boolean;
  readonly isMenuOpen: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
  readonly onMenu: (button: HTMLElement) => void;
}

/**
 * Row of a service. Without a page its button is only `aria-disabled`, so that the arrow keys reach it and a screen
 * reader reads the reason. The menu opens by its button, the right mouse button, the menu key and Shift+F10; the last
 * three arrive as `contextmenu`.
 */
export function Row(props: RowProps) {
  const { row, position, asOf, isTabStop, isMenuOpen, onFocus, onOpen, onMenu } = props;
  const { name, count, digits, action, canOpen, menu, silence } = row;
  const hasShortcut = canOpen && position <= MAX_SHORTCUT;
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <li
      class={[
        "row",
        !count ? "is-quiet" : "",
        row.isDated ? "is-dated" : "",
        silence === undefined ? "" : `is-${silence.kind}`,
        canOpen ? "" : "is-closed",
      ].join(" ")}
      onContextMenu={(event) => {
        event.preventDefault();
        const button = event.currentTarget.querySelector<HTMLElement>(".row-more");
        if (button !== null) onMenu(button);
      }}
    >
      <button
        type="button"
        class="row-button"
        title={canOpen ? `${name}\n${action}` : name}
        aria-disabled={!canOpen}
        {...(hasShortcut ? { "aria-keyshortcuts": String(position) } : {})}
        tabIndex={tabIndex}
        onFocus={onFocus}
        onClick={canOpen ? onOpen : undefined}
      >
        <span class="row-key" aria-hidden="true">
          {hasShortcut ? position : ""}
        </span>
        <span class="row-words">
          <span class="row-name">{name}</span>
          <span class="for-ears">
            {`, ${row.countText}, `}
            {asOf !== undefined && `${asOf}, `}
          </span>
          <Facts row={row} />
        </span>
        <span class={`row-count ${digits.length > 4 ? "is-long" : ""}`} aria-hidden="true">
          {digits}
        </span>
      </button>
      <button
        type="button"
        class="row-more"
        aria-label={menu.label}
        title={menu.label}
        aria-haspopup="menu"
        aria-expanded={isMenuOpen}
        tabIndex={tabIndex}
        onFocus={onFocus}
        onClick={(event) => onMenu(event.currentTarget)}
      >
        <Icon name="more" />
      </button>
    </li>
  );
}

/** Facts beside the count, the most urgent first. */
function Facts({ row: { due, silence, system, doubt, changed, canOpen, action } }: Pick<RowProps, "row">) {
  return (
    <span class="row-facts">
      {due !== undefined && (
        <span class={`row-fact row-mark due-${due.urgency}`}>
          <Icon name={due.urgency === "overdue" ? "warning" : "clock"} />
          {due.text}
        </span>
      )}
      {silence !== undefined && (
        <span class="row-fact row-mark row-silence">
          <Icon name={silence.kind === "muted" ? "muted" : "moon"} />
          {silence.text}
        </span>
      )}
      {doubt !== undefined && (
        <span class="row-fact row-mark row-doubt">
          <Icon name="warning" />
          {doubt}
        </span>
      )}
      {changed !== undefined && <span class="row-fact">{changed}</span>}
      {system !== undefined && <span class="row-fact">{system}</span>}
      {!canOpen && <span class="row-fact row-reason">{action}</span>}
    </span>
  );
}
