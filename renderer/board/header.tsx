import { Icon } from "./icon.tsx";

interface HeaderProps {
  readonly title: string;
  readonly close: string;
  readonly onClose: () => void;
}

export function Header({ title, close, onClose }: HeaderProps) {
  return (
    <header class="header">
      <Icon name="bell" />
      <h1 class="header-title">{title}</h1>
      <button type="button" class="close" aria-label={close} title={close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </header>
  );
}
