import type { BrowserWindow } from "electron";
import type * as v from "valibot";
import type { Log } from "../log/log.ts";
import { type Door, sendView } from "./ipc.ts";
import { isPageOf } from "./pages.ts";
import { createWindow, type Page } from "./window.ts";

export interface DialogOptions<Schema extends v.GenericSchema> {
  readonly page: Page;
  readonly title: () => string;
  /** Device-independent pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly leastSize: { readonly width: number; readonly height: number };
  readonly door: Door;
  /** What its page may ask for; `begun`, `ready` and `close` among it. */
  readonly schema: Schema;
  /** Everything but these. */
  readonly handle: (command: v.InferOutput<Schema>) => void;
  /** What it shows now. */
  readonly view: () => unknown;
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
export function createDialog<Schema extends v.GenericSchema<unknown, { readonly kind: string }>>(
  options: DialogOptions<Schema>,
): Dialog {
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
    sendView(window.webContents, options.view());
  }

  const leave = options.door.admit({
    isPage: (sender, url) => isPageOf(window, page.name, sender, url),
    schema: options.schema,
    handle(command) {
      if (command.kind === "begun") {
        hasBegun = true;
        refresh();
      } else if (command.kind === "ready") window?.show();
      else if (command.kind === "close") window?.close();
      else options.handle(command);
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
