import { join } from "node:path";
import { BrowserWindow, type BrowserWindowConstructorOptions } from "electron";
import type { Log } from "../log/log.ts";
import { type PageName, pageUrl } from "./pages.ts";

/** A page of ours. */
export interface Page {
  readonly name: PageName;
  /** The folder of everything compiled, with the pages and the one preload of all windows. */
  readonly out: string;
}

/** A window that shows one page of ours, in the sandbox of a session that was made ready for it: it stays where it is, opens nothing and is allowed nothing. */
export function createWindow(
  { name, out }: Page,
  options: BrowserWindowConstructorOptions,
  log: Log,
): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    // Elsewhere the system takes it from the program or the bundle.
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
  webContents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp"); // and there is no proxy
  webContents.on("render-process-gone", (_event, { reason }) => {
    log.error(`a window's process is gone: ${reason}`);
    window.destroy();
  });
  window.loadURL(pageUrl(name)).catch((error: Error) => log.error(`window not loaded: ${error.message}`));
  return window;
}

/** Refuses every navigation of a window and of its frames away from its page, every other window and every guest. */
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
  // It asks nobody about `about:blank`, since nothing is loaded for it. The preload refuses that; a page that has found
  // a way past it has lost its window.
  webContents.on("did-navigate", (_event, target) => {
    if (target === url) return;
    log.error(`a window has left its page: ${target.slice(0, 200)}`);
    window.destroy();
  });
}
