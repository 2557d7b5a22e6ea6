import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { BoardRow, BoardView } from "../../main/view/board.ts";
import { keepOrder } from "../keep-order.ts";
import { FoldedLine } from "./folded-line.tsx";
import type { OpenMenu } from "./menu.tsx";
import { Row } from "./row.tsx";

/** Id of the line for folded services, in a list of service ids. */
const LINE = "";

interface ServiceListProps {
  readonly rows: ShownRows;
  readonly view: BoardView;
  readonly openMenu: OpenMenu | undefined;
  readonly listRef: RefObject<HTMLUListElement>;
  readonly onUnfold: (isUnfolded: boolean) => void;
  readonly onOpen: (service: string) => void;
  readonly onMenu: (menu: OpenMenu) => void;
}

export function ServiceList(props: ServiceListProps) {
  const { rows, view, openMenu, listRef, onUnfold, onOpen, onMenu } = props;
  const { open, folded, line, isUnfolded } = rows;
  const [focused, setFocused] = useState<string>();
  const stops = [...open.map(({ service }) => service), LINE, ...folded.map(({ service }) => service)];
  // Only one row is in the tab order. The arrow keys reach the others.
  const isThere = focused !== undefined && (focused !== LINE || line !== undefined);
  const tabStop = isThere && stops.includes(focused) ? focused : (open[0]?.service ?? LINE);
  const rowOf = (row: BoardRow, position: number) => (
    <Row
      key={row.service}
      row={row}
      position={position}
      {...(view.isFresh ? {} : { asOf: view.asOf })}
      isTabStop={row.service === tabStop}
      isMenuOpen={openMenu?.view.label === row.menu.label}
      onFocus={() => setFocused(row.service)}
      onOpen={() => onOpen(row.service)}
      onMenu={(button) => onMenu({ view: row.menu, button })}
    />
  );
  return (
    <ul class="rows" ref={listRef}>
      {open.map((row, index) => rowOf(row, index + 1))}
      {line !== undefined && (
        <FoldedLine
          key={LINE}
          text={line}
          isUnfolded={isUnfolded}
          isTabStop={tabStop === LINE}
          onFocus={() => setFocused(LINE)}
          onUnfold={onUnfold}
        />
      )}
      {folded.map((row, index) => rowOf(row, open.length + index + 1))}
    </ul>
  );
}

/** The rows in their drawn order. */
export interface ShownRows {
  readonly open: readonly BoardRow[];
  /** The rows behind the line. Empty while they are folded into it. */
  readonly folded: readonly BoardRow[];
  /** The text of the line. */
  readonly line: string | undefined;
  readonly isUnfolded: boolean;
}

/**
 * Orders the rows. The order stays while the person may be pointing at a row. Services without data are folded until
 * the person unfolds them; without other rows they are unfolded from the start. Where nothing waits all are folded.
 */
export function useShownRows(
  { rows, quiet, unheard }: Pick<BoardView, "rows" | "quiet" | "unheard">,
  isAttended: boolean,
): ShownRows & { unfold(isUnfolded: boolean): void } {
  const [chosen, unfold] = useState<boolean>();
  const shown = useRef<readonly string[]>([]);
  const wasUnfolded = useRef(false);
  const steady = isAttended ? keepOrder(shown.current, rows) : rows;
  shown.current = steady.map(({ service }) => service);
  const isFolded = ({ certainty }: BoardRow): boolean => quiet !== undefined || certainty === "unheard";
  const open = steady.filter((row) => !isFolded(row));
  const isUnfolded = chosen ?? (isAttended ? wasUnfolded.current : open.length === 0 && quiet === undefined);
  wasUnfolded.current = isUnfolded;
  return {
    open,
    folded: isUnfolded ? steady.filter(isFolded) : [],
    line: quiet ?? unheard,
    isUnfolded,
    unfold,
  };
}
