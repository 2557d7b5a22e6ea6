import type { Ref } from "preact";
import type { BoardView } from "../../main/view/board.ts";
import type { MenuView } from "../../main/view/board-menu.ts";
import { Icon, type IconName } from "../icon.tsx";

interface HeaderProps {
  readonly view: BoardView;
  readonly openMenu: HTMLElement | undefined;
  readonly headerRef: Ref<HTMLElement>;
  readonly onMenu: (view: MenuView, button: HTMLElement) => void;
  readonly onSettings: () => void;
  readonly onClose: () => void;
}

export function Header({ view, openMenu, headerRef, onMenu, onSettings, onClose }: HeaderProps) {
  const { pause, more, settings, close } = view.header;
  return (
    <header class="header" ref={headerRef}>
      <Icon name="bell" />
      <h1 class="header-title">{view.title}</h1>
      <MenuButton icon="moon" menu={pause} openMenu={openMenu} onMenu={onMenu} />
      <HeaderButton icon="gear" label={settings} keys="," onClick={onSettings} />
      <MenuButton icon="more" menu={more} openMenu={openMenu} onMenu={onMenu} />
      <HeaderButton icon="close" label={close} keys="Escape" onClick={onClose} />
    </header>
  );
}

interface MenuButtonProps extends Pick<HeaderProps, "openMenu" | "onMenu"> {
  readonly icon: IconName;
  readonly menu: MenuView;
}

function MenuButton({ icon, menu, openMenu, onMenu }: MenuButtonProps) {
  return (
    <button
      type="button"
      class={`header-button header-${icon}`}
      aria-label={menu.label}
      title={menu.label}
      aria-haspopup="menu"
      aria-expanded={openMenu?.classList.contains(`header-${icon}`) === true}
      onClick={(event) => onMenu(menu, event.currentTarget)}
    >
      <Icon name={icon} />
    </button>
  );
}

interface HeaderButtonProps {
  readonly icon: IconName;
  readonly label: string;
  /** In the syntax of `aria-keyshortcuts`. */
  readonly keys: string;
  readonly onClick: () => void;
}

function HeaderButton({ icon, label, keys, onClick }: HeaderButtonProps) {
  return (
    <button
      type="button"
      class="header-button"
      aria-label={label}
      title={label}
      aria-keyshortcuts={keys}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
