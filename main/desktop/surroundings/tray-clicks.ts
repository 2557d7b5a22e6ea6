import type { Menu, Tray } from "electron";

/** Puts a menu on the icon, in place of the one before. */
export type SetTrayMenu = (menu: Menu) => void;

/**
 * What the buttons of the mouse do on a new icon: the left one calls, the other one opens the menu. Where the icon has a
 * context menu the system itself opens it, on the right button. But macOS opens it on the left one as well, and Electron
 * says `click` all the same (electron/electron#24200, #24239): there the icon gets none, and ours opens at the right
 * button (Control and the left one are the same to macOS).
 */
export function followClicks(
  tray: Pick<Tray, "on" | "setContextMenu" | "popUpContextMenu">,
  platform: NodeJS.Platform,
  clicked: () => void,
): SetTrayMenu {
  tray.on("click", clicked);
  if (platform !== "darwin") return (menu) => tray.setContextMenu(menu);
  let current: Menu | undefined;
  tray.on("right-click", () => {
    if (current !== undefined) tray.popUpContextMenu(current);
  });
  return (menu) => {
    current = menu;
  };
}
