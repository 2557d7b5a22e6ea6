import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { MenuItemView, MenuView } from "../../main/view/board-menu.ts";
import { Icon } from "../icon.tsx";
import { actionOfKey, type Move, neighbour } from "./keyboard.ts";
import { placeMenu } from "./place-menu.ts";

export interface OpenMenu {
  readonly view: MenuView;
  /** The button that opened the menu. The menu is placed beside it and returns the focus to it. */
  readonly button: HTMLElement;
}

interface MenuProps extends OpenMenu {
  readonly onChoose: (command: MenuItemView["command"]) => void;
  readonly onClose: () => void;
}

/** A menu over the board. It stops all keys while it is open. */
export function Menu({ view, button, onChoose, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    const page = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const { left, top } = placeMenu(element.getBoundingClientRect(), button.getBoundingClientRect(), page);
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    itemsOf(element)[0]?.focus();
  }, [button]);

  useEffect(() => {
    const onPointer = ({ target }: PointerEvent): void => {
      if (!(target instanceof Node && menu.current?.contains(target))) onClose();
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  });

  const move = (to: Move): void => {
    const items = itemsOf(menu.current);
    const current = items.find((item) => item === document.activeElement) ?? null;
    const isAtEnd = current !== null && current === items.at(to === "next" ? -1 : 0);
    const wrapped = to === "next" ? items[0] : items.at(-1);
    const isStep = to === "next" || to === "previous";
    (isAtEnd && isStep ? wrapped : neighbour(items, current, to))?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const action = actionOfKey(event);
    if (event.key === "Tab" || action?.kind === "close") onClose();
    else if (action?.kind === "move") move(action.to);
    else return;
    event.preventDefault();
  };

  return (
    <div class="menu-ground">
      <div ref={menu} class="menu" role="menu" aria-label={view.label} tabIndex={-1} onKeyDown={onKeyDown}>
        {view.items.map(({ label, command, isChosen, locked }) => (
          <button
            key={label}
            type="button"
            class="menu-item"
            {...(isChosen === undefined
              ? { role: "menuitem" as const }
              : { role: "menuitemradio" as const, "aria-checked": isChosen })}
            tabIndex={-1}
            aria-disabled={locked !== undefined}
            onClick={locked === undefined ? () => onChoose(command) : undefined}
          >
            <span>{label}</span>
            {isChosen === true && <Icon name="check" />}
            {locked !== undefined && (
              <span class="menu-locked">
                <Icon name="lock" />
                <span>{locked}</span>
              </span>
            )}
          </button>
        ))}
      </div>
    </div>
  );
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
}
