import { pathToFileURL } from "node:url";
import { BrowserWindow, screen, type WebContents } from "electron";
import { placeBoard, type Rectangle } from "../core/placement.ts";
import type { BoardView } from "../core/view/board.ts";
import type { Clock } from "./clock.ts";
import { sendTo } from "./ipc.ts";
import type { Log } from "./log.ts";

const SIZE = { width: 380, height: 540 };
/** A hidden board is kept this long for a quick second look, then its memory is given back; milliseconds. */
const KEEP_HIDDEN_FOR = 30_000;
/** A click on the tray icon first takes the focus off the board, which hides it: that click means "close". */
const BLUR_BELONGS_TO_CLICK = 300;

export interface BoardPort {
  open(): void;
  close(): void;
  /** Opens or closes it; whether it is open now. */
  toggle(): boolean;
  isOpen(): boolean;
  render(view: BoardView): void;
  /** The page has been painted: the window may be seen. */
  painted(): void;
  isBoard(sender: WebContents, url: string): boolean;
  dispose(): void;
}

export interface BoardOptions {
  readonly page: string;
  readonly preload: string;
  readonly title: string;
  /** The tray icon's bounds, of no size when unknown. */
  readonly trayBounds: () => Rectangle;
  readonly clock: Clock;
  readonly log: Log;
  /** The page is loaded and waits for its first view. */
  readonly onLoaded: () => void;
}

/** The board: made when it is first asked for, destroyed after it has been hidden for a while. */
export function createBoard(options: BoardOptions): BoardPort {
  const { page, clock, log } = options;
  const url = pathToFileURL(page).href;
  let window: BrowserWindow | undefined;
  let isWanted = false;
  let blurredAt = Number.NEGATIVE_INFINITY;
  let cancelDestroy: (() => void) | undefined;

  function create(): BrowserWindow {
    const created = new BrowserWindow({
      ...SIZE,
      show: false,
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true, // Windows and macOS; Electron has no such thing on Linux
      alwaysOnTop: true,
      title: options.title,
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
      },
    });
    lockDown(created, url, log);
    created.on("blur", () => {
      if (!isWanted) return; // the blur of a window that was just hidden
      blurredAt = clock.now();
      close();
    });
    created.on("closed", () => {
      window = undefined;
      isWanted = false;
      cancelDestroy?.();
    });
    created.webContents.on("render-process-gone", (_event, { reason }) => {
      log.error(`board: its process is gone: ${reason}`);
      created.destroy();
    });
    created.webContents.on("did-finish-load", options.onLoaded);
    created.loadFile(page).catch((error: Error) => log.error(`board: not loaded: ${error.message}`));
    return created;
  }

  function open(): void {
    cancelDestroy?.();
    isWanted = true;
    if (window === undefined) {
      window = create();
      return; // shown once it is painted
    }
    // A hidden page paints nothing, so it cannot say that it has: show it, with the view on its way.
    options.onLoaded();
    show(window);
  }

  function close(): void {
    isWanted = false;
    if (window === undefined) return;
    window.hide();
    cancelDestroy?.();
    cancelDestroy = clock.after(KEEP_HIDDEN_FOR, () => window?.destroy());
  }

  function show(board: BrowserWindow): void {
    const pointer = screen.getCursorScreenPoint();
    const tray = options.trayBounds();
    const display = screen.getDisplayNearestPoint(tray.width > 0 ? tray : pointer);
    const { x, y } = placeBoard(SIZE, tray, pointer, display.workArea);
    board.setBounds({ x, y, ...SIZE });
    board.show();
    board.focus();
  }

  return {
    open,
    close,
    toggle() {
      const hasJustClosed = clock.now() - blurredAt < BLUR_BELONGS_TO_CLICK;
      if (window?.isVisible()) close();
      else if (!hasJustClosed) open();
      return isWanted;
    },
    isOpen: () => window !== undefined && isWanted,
    render(view) {
      if (window !== undefined) sendTo(window.webContents, "board:view", view);
    },
    painted() {
      if (window !== undefined && isWanted && !window.isVisible()) show(window);
    },
    isBoard: (sender, senderUrl) => window?.webContents === sender && senderUrl === url,
    dispose() {
      cancelDestroy?.();
      window?.destroy();
    },
  };
}

/** The page stays where it is, opens nothing and is allowed nothing. */
function lockDown({ webContents }: BrowserWindow, url: string, log: Log): void {
  webContents.setWindowOpenHandler(() => ({ action: "deny" }));
  webContents.on("will-navigate", (event) => {
    if (event.url === url) return;
    log.warn(`board: navigation refused: ${event.url.slice(0, 200)}`);
    event.preventDefault();
  });
  webContents.session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  webContents.session.setPermissionCheckHandler(() => false);
}
