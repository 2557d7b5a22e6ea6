import type { App, BrowserWindow, BrowserWindowConstructorOptions } from "electron";

/** Window options that keep the board out of the taskbar, because it belongs to the tray icon. */
export function boardKind(
  platform: NodeJS.Platform,
): Pick<BrowserWindowConstructorOptions, "skipTaskbar" | "type"> {
  // Electron does not support `skipTaskbar` on Linux. Few lists show a toolbar, and it still takes and loses the focus.
  return platform === "linux" ? { type: "toolbar" } : { skipTaskbar: true };
}

/** Shows the board over full-screen apps too, on the current desktop (macOS). */
export function showOverFullScreen(
  board: Pick<BrowserWindow, "setVisibleOnAllWorkspaces">,
  platform: NodeJS.Platform,
): void {
  if (platform !== "darwin") return;
  // Without the last option, Electron shows the app in the Dock, for a moment or permanently.
  board.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
}

/** Removes the app from the Dock and from the running apps (macOS). It lives in the menu bar. */
export function leaveDock({ dock }: Pick<App, "dock">): void {
  dock?.hide();
}
