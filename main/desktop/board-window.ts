import { type BrowserWindow, screen, type WebContents } from "electron";
import { placeBoard, type Rectangle } from "../core/placement.ts";
import type { BoardView } from "../core/view/board.ts";
import type { Clock } from "./clock.ts";
import { sendView } from "./ipc.ts";
import type { Log } from "./log.ts";
import { createWindow, isPageOf, type Page } from "./window.ts";

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
  isPage(sender: WebContents, url: string): boolean;
  dispose(): void;
}

export interface BoardOptions {
  readonly page: Page;
  readonly title: () => string;
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
  let window: BrowserWindow | undefined;
  let isWanted = false;
  let blurredAt = Number.NEGATIVE_INFINITY;
  let cancelDestroy: (() => void) | undefined;

  function create(): BrowserWindow {
    const created = createWindow(
      page,
      {
        ...SIZE,
        frame: false,
        resizable: false,
        minimizable: false,
        maximizable: false,
        fullscreenable: false,
        skipTaskbar: true, // Windows and macOS; Electron has no such thing on Linux
        alwaysOnTop: true,
        title: options.title(),
      },
      log,
    );
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
    created.webContents.on("did-finish-load", options.onLoaded);
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
      if (window !== undefined) sendView(window.webContents, view);
    },
    painted() {
      if (window !== undefined && isWanted && !window.isVisible()) show(window);
    },
    isPage: (sender, url) => isPageOf(window, page.file, sender, url),
    dispose() {
      cancelDestroy?.();
      window?.destroy();
    },
  };
}
