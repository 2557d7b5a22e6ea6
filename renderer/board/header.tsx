import type { Ref } from "preact";
import type { BoardView } from "../../main/view/board.ts";
import { Icon, type IconName } from "../icon.tsx";

interface HeaderProps {
  readonly view: BoardView;
  readonly openMenu: HTMLElement | undefined;
  readonly headerRef: Ref<HTMLElement>;
  readonly onHelp: () => void;
  readonly onPause: (button: HTMLElement) => void;
  readonly onSettings: () => void;
  readonly onClose: () => void;
}

export function Header({ view, openMenu, headerRef, onHelp, onPause, onSettings, onClose }: HeaderProps) {
  const { help, pause, settings, close } = view.header;
  return (
    <header class="header" ref={headerRef}>
      <Icon name="bell" />
      <h1 class="header-title">{view.title}</h1>
      <HeaderButton icon="keyboard" label={help.title} keys="Shift+?" onClick={onHelp} />
      <button
        type="button"
        class="header-button header-pause"
        aria-label={pause.label}
        title={pause.label}
        aria-haspopup="menu"
        aria-expanded={openMenu?.classList.contains("header-pause") === true}
        onClick={(event) => onPause(event.currentTarget)}
      >
        <Icon name="moon" />
      </button>
      <HeaderButton icon="gear" label={settings} keys="," onClick={onSettings} />
      <HeaderButton icon="close" label={close} keys="Escape" onClick={onClose} />
    </header>
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
