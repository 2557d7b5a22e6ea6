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
  /** Receives the window's own commands. The commands of every page are handled here. */
  readonly handle: (command: Contract["command"]) => void;
  /** Current view. */
  readonly view: () => Contract["view"];
  readonly onClosed?: () => void;
  readonly log: Log;
}

export interface Dialog {
  /** Opens the window, or focuses the open one. */
  open(): void;
  close(): void;
  isOpen(): boolean;
  /** Sends the page its view again. */
  refresh(): void;
  /** Parent for dialogs of the OS. */
  window(): BrowserWindow | undefined;
  dispose(): void;
}

/** Creates an ordinary window for rare use. It is created when it is opened, and destroyed when it is closed. */
export function createDialog<Contract extends WindowContract>(options: DialogOptions<Contract>): Dialog {
  const { page, size, leastSize, log } = options;
  let window: BrowserWindow | undefined;
  /** Whether the page is ready to receive a view. A view sent earlier would be lost. */
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
