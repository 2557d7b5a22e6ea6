import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { BoardRow, BoardView } from "../../main/core/view/board.ts";
import { keepOrder } from "./keep-order.ts";
import type { OpenMenu } from "./menu.tsx";
import { Row } from "./row.tsx";

interface ServiceListProps {
  readonly rows: readonly BoardRow[];
  readonly view: BoardView;
  readonly openMenu: OpenMenu | undefined;
  readonly listRef: RefObject<HTMLUListElement>;
  readonly onOpen: (service: string) => void;
  readonly onMenu: (menu: OpenMenu) => void;
}

export function ServiceList({ rows, view, openMenu, listRef, onOpen, onMenu }: ServiceListProps) {
  const [focused, setFocused] = useState<string>();
  // One row at a time is in the tab order; the arrow keys reach the others.
  const tabStop = rows.some(({ service }) => service === focused) ? focused : rows[0]?.service;
  return (
    <ul class="rows" ref={listRef}>
      {rows.map((row, index) => (
        <Row
          key={row.service}
          row={row}
          position={index + 1}
          {...(view.isFresh ? {} : { asOf: view.asOf })}
          isTabStop={row.service === tabStop}
          isMenuOpen={openMenu?.view.label === row.menu.label}
          onFocus={() => setFocused(row.service)}
          onOpen={() => onOpen(row.service)}
          onMenu={(button) => onMenu({ view: row.menu, button })}
        />
      ))}
    </ul>
  );
}

/** The rows as they are drawn: they change places only while nobody is about to point at one. */
export function useSteadyOrder(rows: readonly BoardRow[], isAttended: boolean): readonly BoardRow[] {
  const shown = useRef<readonly string[]>([]);
  const steady = isAttended ? keepOrder(shown.current, rows) : rows;
  shown.current = steady.map(({ service }) => service);
  return steady;
}
