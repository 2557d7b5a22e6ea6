import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { BoardRow, BoardView } from "../../main/view/board.ts";
import { keepOrder } from "./keep-order.ts";
import type { OpenMenu } from "./menu.tsx";
import { Row } from "./row.tsx";
import { UnheardLine } from "./unheard-line.tsx";

/** Id of the line for services without data, in a list of service ids. */
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
  const { heard, unheard, isUnfolded } = rows;
  const [focused, setFocused] = useState<string>();
  const stops = [...heard.map(({ service }) => service), LINE, ...unheard.map(({ service }) => service)];
  // Only one row is in the tab order. The arrow keys reach the others.
  const isThere = focused !== undefined && (focused !== LINE || view.unheard !== undefined);
  const tabStop = isThere && stops.includes(focused) ? focused : (heard[0]?.service ?? LINE);
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
      {heard.map((row, index) => rowOf(row, index + 1))}
      {view.unheard !== undefined && (
        <UnheardLine
          key={LINE}
          text={view.unheard}
          isUnfolded={isUnfolded}
          isTabStop={tabStop === LINE}
          onFocus={() => setFocused(LINE)}
          onUnfold={onUnfold}
        />
      )}
      {unheard.map((row, index) => rowOf(row, heard.length + index + 1))}
    </ul>
  );
}

/** The rows in their drawn order. */
export interface ShownRows {
  readonly heard: readonly BoardRow[];
  /** Services without data. Empty while they are folded into one line. */
  readonly unheard: readonly BoardRow[];
  readonly isUnfolded: boolean;
}

/**
 * Orders the rows. The order stays while the person may be pointing at a row. Services without data are folded until
 * the person unfolds them; without other rows they are unfolded from the start.
 */
export function useShownRows(
  rows: readonly BoardRow[],
  isAttended: boolean,
): ShownRows & { unfold(isUnfolded: boolean): void } {
  const [chosen, unfold] = useState<boolean>();
  const shown = useRef<readonly string[]>([]);
  const wasUnfolded = useRef(false);
  const steady = isAttended ? keepOrder(shown.current, rows) : rows;
  shown.current = steady.map(({ service }) => service);
  const heard = steady.filter(({ certainty }) => certainty !== "unheard");
  const isUnfolded = chosen ?? (isAttended ? wasUnfolded.current : heard.length === 0);
  wasUnfolded.current = isUnfolded;
  const unheard = isUnfolded ? steady.filter(({ certainty }) => certainty === "unheard") : [];
  return { heard, unheard, isUnfolded, unfold };
}
