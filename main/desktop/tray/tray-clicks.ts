import type { Menu, Tray } from "electron";
import type { Command } from "../../core/command.ts";

/** Sets the icon's menu, replacing the previous one. */
export type SetTrayMenu = (menu: Menu) => void;

/**
 * Connects the mouse buttons of a new icon: the left one toggles the board, the right one opens the menu. With a
 * context menu the system opens it on the right button. macOS opens it on the left button as well, while Electron still
 * emits `click` (electron/electron#24200, #24239). So on macOS the icon has no context menu, and the app opens the menu
 * on `right-click` (which includes Control-click). On Windows the first press of a double click is a `click` and the
 * second a `double-click` (notify_icon_host.cc).
 */
export function followClicks(
  tray: Pick<Tray, "on" | "setContextMenu" | "popUpContextMenu">,
  platform: NodeJS.Platform,
  clicked: (command: Command) => void,
): SetTrayMenu {
  tray.on("click", () => clicked({ kind: "toggle-board", by: "tray" }));
  if (platform === "win32") tray.on("double-click", () => clicked({ kind: "keep-board" }));
  if (platform !== "darwin") return (menu) => tray.setContextMenu(menu);
  let current: Menu | undefined;
  tray.on("right-click", () => {
    if (current !== undefined) tray.popUpContextMenu(current);
  });
  return (menu) => {
    current = menu;
  };
}
