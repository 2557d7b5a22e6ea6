import { join } from "node:path";
import { BrowserWindow, type BrowserWindowConstructorOptions } from "electron";
import type { Log } from "../log/log.ts";
import { type PageName, pageUrl } from "./pages.ts";

/** One of our pages. */
export interface Page {
  readonly name: PageName;
  /** Folder of the compiled app, with the pages and the preload script. */
  readonly out: string;
}

/**
 * Creates a window for one of our pages, in a sandbox and in the prepared session. It cannot navigate away, open
 * windows or use permissions.
 */
export function createWindow(
  { name, out }: Page,
  options: BrowserWindowConstructorOptions,
  log: Log,
): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    // Elsewhere the OS takes the icon from the program or bundle.
    ...(process.platform === "linux" ? { icon: join(out, "icons", "icon-96.png") } : {}),
    ...options,
    webPreferences: {
      preload: join(out, "desktop", "preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  const { webContents } = window;
  keepOn(pageUrl(name), window, log);
  webContents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp"); // there is no proxy either
  webContents.on("render-process-gone", (_event, { reason }) => {
    log.error(`a window's process is gone: ${reason}`);
    window.destroy();
  });
  window.loadURL(pageUrl(name)).catch((error: Error) => log.error(`window not loaded: ${error.message}`));
  return window;
}

/** Refuses navigation of the window and its frames away from its page, new windows and webviews. */
function keepOn(url: string, window: BrowserWindow, log: Log): void {
  const { webContents } = window;
  const refuse = (event: Electron.Event, target: string): void => {
    event.preventDefault();
    log.warn(`navigation refused: ${target.slice(0, 200)}`);
  };
  webContents.setWindowOpenHandler(() => ({ action: "deny" }));
  webContents.on("will-attach-webview", (event) => refuse(event, "a webview"));
  webContents.on("will-redirect", (event) => refuse(event, event.url));
  webContents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame || event.url !== url) refuse(event, event.url);
  });
  // Navigation to `about:blank` asks no handler, because nothing is loaded. The preload refuses it; a page that gets
  // past the preload loses its window.
  webContents.on("did-navigate", (_event, target) => {
    if (target === url) return;
    log.error(`a window has left its page: ${target.slice(0, 200)}`);
    window.destroy();
  });
}
