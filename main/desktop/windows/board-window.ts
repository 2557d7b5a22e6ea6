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

/** A hidden board is kept this long for a quick second look, then its memory is given back; milliseconds. */
const KEEP_HIDDEN_FOR = 30_000;
/** A click on the tray icon first takes the focus off the board, which hides it: that click means "close". */
const BLUR_BELONGS_TO_CLICK = 300;
/** A kept page says within a few milliseconds that it has drawn; one that does not is shown all the same. */
const DRAWN_WITHIN = 100;
/** A window manager that puts a new window elsewhere does it within this time; milliseconds. */
const MANAGED_WITHIN = 2_000;
export interface BoardPort {
  open(): void;
  close(): void;
  /** Opens or closes it; whether it is open now. @param by a click on the tray icon shows where the icon is */
  toggle(by: "tray" | "shortcut"): boolean;
  /** Gives an open one the focus. */
  keep(): void;
  isOpen(): boolean;
  render(view: BoardView): void;
  /** The page has drawn a view and needs so many CSS pixels in height. */
  drawn(height: number): void;
  /** The page has been painted: the window may be seen. */
  painted(): void;
  isPage(sender: WebContents, url: string): boolean;
  dispose(): void;
}

export interface BoardOptions {
  readonly page: Page;
  readonly platform: NodeJS.Platform;
  readonly title: () => string;
  /** The tray icon's bounds, of no size when unknown. */
  readonly trayBounds: () => Rectangle;
  /** What the policy fixes, and the board must not offer. */
  readonly fixed: () => SomePreferences;
  /** The compositor places the windows; see `isNativeWayland`. */
  readonly isNativeWayland: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** It is to be sent what it shows. */
  readonly refresh: () => void;
}

/** The board: made when it is first asked for, destroyed after it has been hidden for a while. */
export function createBoardWindow(options: BoardOptions): BoardPort {
  const { page, platform, clock, log } = options;
  let window: BrowserWindow | undefined;
  let isWanted = false;
  let hasDrawn = false;
  let isPainted = false;
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
  /** Where the pointer was when it was asked for: by the time it is shown, the pointer has gone on. */
  let request: BoardRequest | undefined;
  /** It counts as focused although the compositor has not said so. The compositor corrects that with a blur. */
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
    // Chromium's first picture, some milliseconds before the page knows of it; without a view it would be an empty one.
    created.once("ready-to-show", () => {
      if (hasDrawn) painted();
    });
    created.on("blur", () => {
      if (!isWanted) return; // the blur of a window that was just hidden
      if (isFocusStale) isFocusStale = false;
      else focus.lost();
    });
    // i3 makes room for a title that it then does not draw, and so moves it down over its bar. It is put back once.
    created.on("move", () => {
      if (justManaged.isSo() && place.putBack(created)) justManaged.forget();
    });
    const stopDisplays = onDisplayChange(screen, () => {
      if (created.isVisible()) place.putAgain(created);
    });
    created.on("closed", () => {
      stopDisplays();
      window = undefined;
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
      options.refresh(); // nobody hears it yet; but what a view costs at first is paid while the page loads
      return; // shown once it is painted
    }
    window.setTitle(options.title());
    // A hidden page paints nothing, so it cannot say that it has; but it can say that it has drawn.
    options.refresh();
    cancelShow = clock.after(DRAWN_WITHIN, show);
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
    isFocusStale &&= window.isFocused(); // it does not know better than from before it was hidden
    window.focus();
  }

  /** Under Wayland nobody knows it, and Chromium crashes when it is asked before there is any window. */
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
    render(view) {
      if (window !== undefined) sendView<BoardContract>(window.webContents, withFixed(view, options.fixed()));
    },
    drawn(height) {
      const isShown = window?.isVisible() === true;
      place.need(height, isShown ? window : undefined);
      if (isShown) return;
      hasDrawn = true;
      if (isPainted) show();
      // In the size that it will have: it would be laid out and painted once more when it is shown.
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
