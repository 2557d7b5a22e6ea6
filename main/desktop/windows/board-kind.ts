import type { App, BrowserWindow, BrowserWindowConstructorOptions } from "electron";

/** What keeps the board out of the lists of windows: it belongs to the tray icon. */
export function boardKind(
  platform: NodeJS.Platform,
): Pick<BrowserWindowConstructorOptions, "skipTaskbar" | "type"> {
  // Electron has no `skipTaskbar` on Linux. A toolbar stands in few lists there, and takes and loses the focus all the same.
  return platform === "linux" ? { type: "toolbar" } : { skipTaskbar: true };
}

/** On macOS the board comes over full-screen apps too, on whichever desktop is shown. */
export function showOverFullScreen(
  board: Pick<BrowserWindow, "setVisibleOnAllWorkspaces">,
  platform: NodeJS.Platform,
): void {
  if (platform !== "darwin") return;
  // Without the last one Electron turns the app into one with a place in the Dock, for a moment or for good.
  board.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
}

/** On macOS the app lives in the menu bar: no icon in the Dock, no place among the running apps. */
export function leaveDock({ dock }: Pick<App, "dock">): void {
  dock?.hide();
}
