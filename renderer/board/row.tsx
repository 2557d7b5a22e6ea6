import type { BoardRow } from "../../main/view/board.ts";
import { Icon } from "../icon.tsx";
import { MAX_SHORTCUT } from "./keyboard.ts";
import { usePulse } from "./use-pulse.ts";

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
  const isPulsing = usePulse(row);
  return (
    <li
      class={[
        "row",
        !count ? "is-quiet" : "",
        row.isDated ? "is-dated" : "",
        silence === undefined ? "" : `is-${silence.kind}`,
        canOpen ? "" : "is-closed",
        isPulsing ? "is-pulsing" : "",
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
        title={[name, ...factsOf(row), ...(canOpen ? [action] : [])].join("\n")}
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

/** The facts as lines, because the row has only one. */
function factsOf({ due, silence, system, doubt, changed, canOpen, action }: BoardRow): string[] {
  const facts = [due?.text, silence?.text, doubt, canOpen ? undefined : action, changed, system];
  return facts.filter((fact) => fact !== undefined);
}

/** Facts beside the count in one line, the most urgent first. The title has those that do not fit. */
function Facts({ row: { due, silence, system, doubt, changed, canOpen, action } }: Pick<RowProps, "row">) {
  const marks = [due, silence, doubt, canOpen ? undefined : action].filter(
    (mark) => mark !== undefined,
  ).length;
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
      {!canOpen && <span class="row-fact row-reason">{action}</span>}
      {changed !== undefined && (marks < 2 || doubt !== undefined) && <span class="row-fact">{changed}</span>}
      {system !== undefined && marks === 0 && <span class="row-fact">{system}</span>}
    </span>
  );
}
