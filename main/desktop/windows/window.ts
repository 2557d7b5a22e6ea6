import { pathToFileURL } from "node:url";
import { BrowserWindow, type BrowserWindowConstructorOptions, type WebContents } from "electron";
import type { Log } from "../log.ts";

/** A page of ours: its file, and the one preload of all windows. */
export interface Page {
  readonly file: string;
  readonly preload: string;
}

/** A window that shows one page of ours, in the sandbox: it stays where it is, opens nothing and is allowed nothing. */
export function createWindow(
  { file, preload }: Page,
  options: BrowserWindowConstructorOptions,
  log: Log,
): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    ...options,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  const { webContents } = window;
  const url = urlOf(file);
  webContents.setWindowOpenHandler(() => ({ action: "deny" }));
  webContents.on("will-navigate", (event) => {
    if (event.url === url) return;
    log.warn(`navigation refused: ${event.url.slice(0, 200)}`);
    event.preventDefault();
  });
  webContents.session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  webContents.session.setPermissionCheckHandler(() => false);
  webContents.on("render-process-gone", (_event, { reason }) => {
    log.error(`a window's process is gone: ${reason}`);
    window.destroy();
  });
  window.loadFile(file).catch((error: Error) => log.error(`window not loaded: ${error.message}`));
  return window;
}

/** Whether a sender is the page that a window was made for. */
export function isPageOf(
  window: BrowserWindow | undefined,
  file: string,
  sender: WebContents,
  url: string,
): boolean {
  return window?.webContents === sender && url === urlOf(file);
}

function urlOf(file: string): string {
  return pathToFileURL(file).href;
}
