import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { BoardContract } from "../../main/desktop/windows/contracts/board.ts";
import type { Bridge } from "../../main/desktop/windows/contracts/window.ts";
import type { BoardView } from "../../main/view/board.ts";
import type { SnoozeUntilView } from "../../main/view/board-menu.ts";
import { useKeptFocus } from "../use-kept-focus.ts";
import { Announcement } from "./announcement.tsx";
import { Header } from "./header.tsx";
import { Help } from "./help.tsx";
import { actionOfKey, type KeyAction, neighbour } from "./keyboard.ts";
import { Menu, type OpenMenu } from "./menu.tsx";
import { Empty, Paused, Problems, Update, Week } from "./notes.tsx";
import { ServiceList, useShownRows } from "./service-list.tsx";
import { SnoozeUntil } from "./snooze-until.tsx";
import { Summary } from "./summary.tsx";
import { useAttended } from "./use-attended.ts";
import { useByKeys } from "./use-by-keys.ts";
import { useFirstRow } from "./use-first-row.ts";
import { useHeight } from "./use-height.ts";

export interface BoardProps {
  readonly view: BoardView;
  readonly send: Bridge<BoardContract>["send"];
}

/** The whole board. It keeps only what the person does with it: the open menu, the help, and the order of the rows. */
export function Board({ view, send }: BoardProps) {
  const { problems, paused, update, empty } = view;
  const header = useRef<HTMLElement>(null);
  const summary = useRef<HTMLElement>(null);
  const rest = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const content = useRef<HTMLElement>(null);
  const [menu, setMenu] = useState<OpenMenu>();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [asked, setAsked] = useState<SnoozeUntilView>();
  const isDialogOpen = isHelpOpen || asked !== undefined;
  const isAttended = useAttended(rest);
  const { unfold, ...rows } = useShownRows(view, isAttended || menu !== undefined);
  const isByKeys = useByKeys();
  useFirstRow(list, !isAttended && menu === undefined && !isDialogOpen);
  // Focused controls disappear: the button to resume, the button of a restored connection, the row of a removed service.
  useKeptFocus(content, () => header.current?.querySelector("button"));
  useHeight([header, summary, rest], (height) => send({ kind: "drawn", height }));

  const open = (service: string): void => send({ kind: "open-service", service });
  const openSettings = (): void => send({ kind: "open-settings" });
  const close = (): void => send({ kind: "close" });
  const closeMenu = (): void => {
    setMenu(undefined);
    menu?.button.focus();
  };

  const act = (action: KeyAction): void => {
    switch (action.kind) {
      case "close":
        close();
        break;
      case "settings":
        openSettings();
        break;
      case "help":
        setHelpOpen(true);
        break;
      case "open": {
        const row = [...rows.open, ...rows.folded][action.index];
        if (row?.canOpen) open(row.service);
        break;
      }
      case "move": {
        const buttons = [...(list.current?.querySelectorAll<HTMLElement>(".row-button") ?? [])];
        const row = document.activeElement?.closest(".row");
        neighbour(
          buttons,
          buttons.find((button) => button.closest(".row") === row) ?? null,
          action.to,
        )?.focus();
        break;
      }
      default:
        action satisfies never;
    }
  };

  // A layout effect, because a later effect would handle the next key with the previous rows.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const action = actionOfKey(event);
      if (action === undefined) return;
      event.preventDefault();
      act(action);
    };
    const onHide = (): void => {
      if (document.visibilityState === "visible") return;
      setMenu(undefined);
      setHelpOpen(false);
      setAsked(undefined);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("visibilitychange", onHide);
    };
  });

  return (
    <div class={isByKeys ? "board is-by-keys" : "board"}>
      <Header
        view={view}
        openMenu={menu?.button}
        headerRef={header}
        onMenu={(opened, button) => setMenu({ view: opened, button })}
        onSettings={openSettings}
        onClose={close}
      />
      <main class="content" ref={content}>
        <Summary view={view} summaryRef={summary} onAccount={() => send({ kind: "open-account" })} />
        <div class="scroll">
          <div class="rest" ref={rest}>
            {paused && (
              <Paused
                {...paused}
                onResume={() => send({ kind: "resume" })}
                onDeputy={(service) => send({ kind: "open-delegate", service })}
              />
            )}
            {update && <Update {...update} onRestart={() => send({ kind: "restart" })} />}
            {view.week && <Week {...view.week} />}
            <Problems problems={problems} />
            {empty && <Empty {...empty} />}
            {view.rows.length > 0 && (
              <ServiceList
                rows={rows}
                view={view}
                openMenu={menu}
                listRef={list}
                onUnfold={unfold}
                onOpen={open}
                onMenu={setMenu}
              />
            )}
          </div>
        </div>
        {menu && (
          <Menu
            {...menu}
            onClose={closeMenu}
            onChoose={(command) => {
              closeMenu();
              if (command.kind === "show-help") setHelpOpen(true);
              else if (command.kind === "ask-until") setAsked(command.view);
              else send(command);
            }}
          />
        )}
        {isHelpOpen && (
          <Help view={view.header.help} close={view.header.close} onClose={() => setHelpOpen(false)} />
        )}
        {asked && (
          <SnoozeUntil
            view={asked}
            close={view.header.close}
            onChoose={(date, time) => send({ kind: "snooze-until", services: [asked.service], date, time })}
            onClose={() => setAsked(undefined)}
          />
        )}
      </main>
      <Announcement view={view} />
    </div>
  );
}
