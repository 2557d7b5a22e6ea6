import { type BrowserWindow, screen, type WebContents } from "electron";
import type { Rectangle } from "../../core/placement.ts";
import type { SomePreferences } from "../../core/preferences/preferences.ts";
import type { BoardView } from "../../view/board.ts";
import { withFixed } from "../../view/board.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import { boardKind, showOverFullScreen } from "./board-kind.ts";
import { type BoardRequest, createBoardPlace, MOST_HEIGHT, WIDTH } from "./board-place.ts";
import type { BoardContract } from "./contracts/board.ts";
import { onDisplayChange } from "./display-change.ts";
import { createFocusLoss } from "./focus-loss.ts";
import { sendView } from "./ipc.ts";
import { isPageOf } from "./pages.ts";
import { createRecently } from "./recently.ts";
import { createWindow, type Page } from "./window.ts";

/** Milliseconds that a hidden board is kept for a quick second look, before its memory is released. */
const KEEP_HIDDEN_FOR = 30_000;
/** Milliseconds. A click on the tray icon first takes the focus from the board, which hides it. It means "close". */
const BLUR_BELONGS_TO_CLICK = 300;
/** Milliseconds to wait for a kept page, which usually draws within a few. It is shown anyway afterwards. */
const DRAWN_WITHIN = 100;
/** Milliseconds in which a window manager may move a new window. */
const MANAGED_WITHIN = 2_000;

/** Controls the board window. */
export interface BoardPort {
  open(): void;
  close(): void;
  /**
   * Opens or closes the board.
   * @param by a click on the tray icon shows where the icon is
   * @returns whether the board is open now
   */
  toggle(by: "tray" | "shortcut"): boolean;
  /** Focuses the board if it is open. */
  keep(): void;
  isOpen(): boolean;
  /** Whether the person looks at it: it is on the screen and has the focus. */
  isWatched(): boolean;
  /** Sends the page a view, unless it has it already. */
  render(view: BoardView): void;
  /** The page listens and has no view yet. */
  begun(): void;
  /** The page has drawn a view and needs this height in CSS pixels. */
  drawn(height: number): void;
  /** The page has been painted, so the window can be shown. */
  painted(): void;
  isPage(sender: WebContents, url: string): boolean;
  dispose(): void;
}

export interface BoardOptions {
  readonly page: Page;
  readonly platform: NodeJS.Platform;
  readonly title: () => string;
  /** Bounds of the tray icon, with size 0 when unknown. */
  readonly trayBounds: () => Rectangle;
  /** Preferences that the policy fixes. The board does not offer them. */
  readonly fixed: () => SomePreferences;
  /** Whether the compositor places the windows; see `isNativeWayland`. */
  readonly isNativeWayland: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks for the view. */
  readonly refresh: () => void;
}

/**
 * Creates the port of the board window. The window is created when the board is first opened, and destroyed after it
 * has been hidden for a while.
 */
export function createBoardWindow(options: BoardOptions): BoardPort {
  const { page, platform, clock, log } = options;
  let window: BrowserWindow | undefined;
  let isWanted = false;
  let hasDrawn = false;
  let isPainted = false;
  /** The last view that was sent, and the last one that was drawn. */
  let sent: string | undefined;
  let drawn: string | undefined;
  const justBlurred = createRecently(clock, BLUR_BELONGS_TO_CLICK);
  const justManaged = createRecently(clock, MANAGED_WITHIN);
  const focus = createFocusLoss({
    platform,
    clock,
    isFocused: () => window?.isFocused() === true,
    close() {
      justBlurred.mark();
      close();
    },
  });
  const place = createBoardPlace(options);
  /** Pointer at the opening. It has moved by the time the board is shown. */
  let request: BoardRequest | undefined;
  /** The window counts as focused before the compositor has confirmed it, which corrects that with a blur. */
  let isFocusStale = false;
  let cancelDestroy: (() => void) | undefined;
  let cancelShow: (() => void) | undefined;

  function create(): BrowserWindow {
    const created = createWindow(
      page,
      {
        width: WIDTH,
        height: MOST_HEIGHT,
        frame: false,
        resizable: false,
        minimizable: false,
        maximizable: false,
        fullscreenable: false,
        ...boardKind(platform),
        alwaysOnTop: true,
        title: options.title(),
      },
      log,
    );
    showOverFullScreen(created, platform);
    // Chromium's first frame, some milliseconds before the page knows of it. Without a view it would be empty.
    created.once("ready-to-show", () => {
      if (hasDrawn) painted();
    });
    created.on("blur", () => {
      if (!isWanted) return; // blur of a window that was just hidden
      if (isFocusStale) isFocusStale = false;
      else focus.lost();
    });
    // i3 reserves room for a title bar that it does not draw, and so moves the window over its own bar. It is moved
    // back once.
    created.on("move", () => {
      if (justManaged.isSo() && place.putBack(created)) justManaged.forget();
    });
    const stopDisplays = onDisplayChange(screen, () => {
      if (created.isVisible()) place.putAgain(created);
    });
    created.on("closed", () => {
      stopDisplays();
      window = sent = drawn = undefined;
      isWanted = false;
      hasDrawn = false;
      isPainted = false;
      focus.forget();
      cancelDestroy?.();
      cancelShow?.();
    });
    return created;
  }

  function open(isClick: boolean): void {
    cancelDestroy?.();
    if (isWanted && window !== undefined) {
      if (window.isVisible()) window.focus();
      return;
    }
    isWanted = true;
    request = { pointer: pointer(), isClick };
    if (isClick) focus.opened();
    if (window === undefined) {
      window = create();
      options.refresh(); // sent before the page listens, so that the cost of a first view is paid while the page loads
      return; // shown when it is painted
    }
    window.setTitle(options.title());
    options.refresh();
    if (sent === drawn) show();
    // A hidden page paints nothing and cannot report `ready`, but it can report `drawn`.
    else cancelShow = clock.after(DRAWN_WITHIN, show);
  }

  function close(): void {
    isWanted = false;
    focus.forget();
    cancelShow?.();
    if (window === undefined) return;
    window.hide();
    cancelDestroy?.();
    cancelDestroy = clock.after(KEEP_HIDDEN_FOR, () => window?.destroy());
  }

  function show(): void {
    cancelShow?.();
    if (window === undefined || !isWanted || window.isVisible()) return;
    if (request !== undefined) place.put(window, request);
    place.shown();
    justManaged.mark();
    isFocusStale = options.isNativeWayland;
    window.show();
    isFocusStale &&= window.isFocused(); // still the state from before it was hidden
    window.focus();
  }

  /** Under Wayland the pointer is unknown, and Chromium crashes when it is read before there is a window. */
  function pointer(): BoardRequest["pointer"] {
    return options.isNativeWayland ? { x: 0, y: 0 } : screen.getCursorScreenPoint();
  }

  function painted(): void {
    isPainted = true;
    show();
  }

  return {
    open: () => open(false),
    close,
    toggle(by) {
      if (window?.isVisible()) close();
      else if (!justBlurred.isSo()) open(by === "tray");
      return isWanted;
    },
    keep() {
      if (isWanted && window?.isVisible()) window.focus();
    },
    isOpen: () => window !== undefined && isWanted,
    isWatched: () => isWanted && window?.isVisible() === true && window.isFocused(),
    render(view) {
      if (window === undefined) return;
      const offered = withFixed(view, options.fixed());
      const text = JSON.stringify(offered);
      if (text === sent) return;
      sent = text;
      sendView<BoardContract>(window.webContents, offered);
    },
    begun() {
      sent = undefined;
      options.refresh();
    },
    drawn(height) {
      drawn = sent;
      const isShown = window?.isVisible() === true;
      place.need(height, isShown ? window : undefined);
      if (isShown) return;
      hasDrawn = true;
      if (isPainted) show();
      // Sets the final size early. Otherwise the page would be laid out and painted again when it is shown.
      else if (window !== undefined && request !== undefined) place.put(window, request);
    },
    painted,
    isPage: (sender, url) => isPageOf(window, page.name, sender, url),
    dispose() {
      cancelDestroy?.();
      cancelShow?.();
      justBlurred.forget();
      place.dispose();
      focus.forget();
      window?.destroy();
    },
  };
}
