import type { BoardRow, BoardView } from "../../main/view/board.ts";

/** Above this number of changed services, only the total is announced. */
const MAX_NAMED = 3;

/**
 * Text that announces a change of the board: services with a changed count and the total, or a change of the
 * connection. Empty for a new "as of" or a new order.
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
