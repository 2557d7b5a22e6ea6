import type { BoardRow, BoardView } from "../../main/view/board.ts";

/** More services than this are told by the total alone. */
const MAX_NAMED = 3;

/**
 * What a screen reader is told when the board changes: the services whose count changed and the total, or that the
 * connection was lost, refused or is back. Nothing for a new "as of" or a new order.
 */
export function changesIn(before: BoardView, after: BoardView): string {
  const known = new Map(before.rows.map((row) => [row.service, row]));
  const changed = after.rows.filter((row) => {
    const { count, doubt } = known.get(row.service) ?? {};
    return row.count !== count || row.doubt !== doubt;
  });
  const named = changed.length > MAX_NAMED ? [] : changed.map(rowText);
  const isTotalNew = changed.length > 0 || before.total.digits !== after.total.digits;
  return [...stateChange(before, after), ...named, ...(isTotalNew ? [after.total.text] : [])].join(", ");
}

function rowText({ name, countText, doubt }: BoardRow): string {
  return [`${name} ${countText}`, ...(doubt === undefined ? [] : [doubt])].join(" ");
}

function stateChange(before: BoardView, { status, asOf, isFresh }: BoardView): string[] {
  const isOnTheWay = status.kind === "connecting" || status.kind === "syncing";
  if (isOnTheWay || status.kind === before.status.kind) return [];
  return isFresh ? [status.text] : [status.text, asOf];
}
