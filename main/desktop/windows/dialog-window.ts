import type { BrowserWindow } from "electron";
import type { Log } from "../log/log.ts";
import { type CommandSchema, isPageCommand, type WindowContract } from "./contracts/window.ts";
import { type Door, sendView } from "./ipc.ts";
import { isPageOf } from "./pages.ts";
import { createWindow, type Page } from "./window.ts";

export interface DialogOptions<Contract extends WindowContract> {
  readonly page: Page;
  readonly title: () => string;
  /** Device-independent pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly leastSize: { readonly width: number; readonly height: number };
  readonly door: Door;
  readonly schema: CommandSchema<Contract>;
  /** What every page may ask for is done here. */
  readonly handle: (command: Contract["command"]) => void;
  /** What it shows now. */
  readonly view: () => Contract["view"];
  readonly onClosed?: () => void;
  readonly log: Log;
}

export interface Dialog {
  /** Opens it, or brings it to the front. */
  open(): void;
  close(): void;
  isOpen(): boolean;
  /** What it shows has changed. */
  refresh(): void;
  /** For the dialogs of the OS that belong to it. */
  window(): BrowserWindow | undefined;
  dispose(): void;
}

/** An ordinary window for what is seldom needed: made when it is asked for, gone when it is closed. */
export function createDialog<Contract extends WindowContract>(options: DialogOptions<Contract>): Dialog {
  const { page, size, leastSize, log } = options;
  let window: BrowserWindow | undefined;
  /** A page that has not asked is sent nothing: it would not get it. */
  let hasBegun = false;

  function create(): BrowserWindow {
    const created = createWindow(
      page,
      {
        ...size,
        minWidth: leastSize.width,
        minHeight: leastSize.height,
        title: options.title(),
        fullscreenable: false,
      },
      log,
    );
    created.setMenuBarVisibility(false);
    created.on("page-title-updated", (event) => event.preventDefault());
    hasBegun = false;
    created.on("closed", () => {
      window = undefined;
      options.onClosed?.();
    });
    return created;
  }

  function refresh(): void {
    if (window === undefined || !hasBegun) return;
    window.setTitle(options.title());
    sendView<Contract>(window.webContents, options.view());
  }

  const leave = options.door.admit<Contract>({
    isPage: (sender, url) => isPageOf(window, page.name, sender, url),
    schema: options.schema,
    handle(command) {
      if (!isPageCommand(command)) options.handle(command);
      else if (command.kind === "ready") window?.show();
      else if (command.kind === "close") window?.close();
      else {
        hasBegun = true;
        refresh();
      }
    },
  });

  return {
    open() {
      if (window === undefined) window = create();
      else {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
      }
    },
    close: () => window?.close(),
    isOpen: () => window !== undefined,
    refresh,
    window: () => window,
    dispose() {
      leave();
      window?.destroy();
    },
  };
}
