import type { Menu, Tray } from "electron";
import type { Command } from "../../core/command.ts";

/** Puts a menu on the icon, in place of the one before. */
export type SetTrayMenu = (menu: Menu) => void;

/**
 * What the buttons of the mouse do on a new icon: the left one calls, the other one opens the menu. Where the icon has a
 * context menu the system itself opens it, on the right button. But macOS opens it on the left one as well, and Electron
 * says `click` all the same (electron/electron#24200, #24239): there the icon gets none, and ours opens at the right
 * button (Control and the left one are the same to macOS). Of a double click Windows' first press is a `click` and the
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
