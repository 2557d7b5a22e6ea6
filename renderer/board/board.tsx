import { useEffect, useRef, useState } from "preact/hooks";
import type { BoardView } from "../../main/core/view/board.ts";
import type { BoardCommand } from "../../main/desktop/ipc-contract.ts";
import { Announcement } from "./announcement.tsx";
import { Header } from "./header.tsx";
import { actionOfKey, neighbour } from "./keyboard.ts";
import { Empty, Paused, Problems } from "./notes.tsx";
import { Row } from "./row.tsx";
import { Summary } from "./summary.tsx";

export interface BoardProps {
  readonly view: BoardView;
  readonly send: (command: BoardCommand) => void;
}

export function Board({ view, send }: BoardProps) {
  const { rows, isFresh, problems, paused, empty } = view;
  const list = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string>();
  // One row at a time is in the tab order; the arrow keys reach the others.
  const tabStop = rows.some(({ service }) => service === focused) ? focused : rows[0]?.service;

  const open = (service: string): void => send({ kind: "open-service", service });

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const action = actionOfKey(event);
      if (action === undefined) return;
      event.preventDefault();
      if (action.kind === "close") send({ kind: "close" });
      if (action.kind === "open") {
        const row = rows[action.index];
        if (row?.canOpen) open(row.service);
      }
      if (action.kind === "move") {
        const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
        neighbour(
          buttons,
          buttons.find((button) => button === document.activeElement) ?? null,
          action.to,
        )?.focus();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });

  return (
    <div class={`board ${isFresh ? "is-fresh" : "is-dated"}`}>
      <Header title={view.title} close={view.close} onClose={() => send({ kind: "close" })} />
      <main class="content">
        <Summary view={view} />
        <div class="scroll">
          {paused && <Paused {...paused} onResume={() => send({ kind: "resume" })} />}
          <Problems problems={problems} />
          {empty && <Empty {...empty} />}
          {rows.length > 0 && (
            <ul class="rows" ref={list}>
              {rows.map((row, index) => (
                <Row
                  key={row.service}
                  row={row}
                  position={index + 1}
                  language={view.language}
                  {...(isFresh ? {} : { asOf: view.asOf })}
                  isTabStop={row.service === tabStop}
                  onFocus={() => setFocused(row.service)}
                  onOpen={() => open(row.service)}
                />
              ))}
            </ul>
          )}
        </div>
      </main>
      <Announcement total={view.total} text={view.totalText} />
    </div>
  );
}
