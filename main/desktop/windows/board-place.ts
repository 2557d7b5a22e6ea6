import { type BrowserWindow, screen } from "electron";
import {
  fitHeight,
  placeBoard,
  type Rectangle,
  roomOf,
  type Size,
  type Surface,
  surfaceFor,
} from "../../core/placement.ts";
import type { Clock } from "../clock.ts";
import { createRecently } from "./recently.ts";

/** CSS pixels: enlarged, the board is so much larger, as far as the screen has room. */
export const WIDTH = 380;
const LEAST_HEIGHT = 260;
export const MOST_HEIGHT = 640;
const MARGIN = 16;
/** A page that was measured in a smaller window, with a scroll bar in it, is measured anew in its own; milliseconds. */
const SETTLES_WITHIN = 300;

/** How the board was asked for: what it is placed by, with the screens. */
export type BoardRequest = Pick<Surface, "pointer" | "isClick">;

export interface BoardPlace {
  /** Places and sizes the board for how it was asked for. */
  put(board: BrowserWindow, request: BoardRequest): void;
  /** The screens have changed. The pointer has gone on since; what it showed when it was clicked still holds. */
  putAgain(board: BrowserWindow): void;
  /** Where it belongs; whether it was not yet there. */
  putBack(board: BrowserWindow): boolean;
  /** It has just been shown. */
  shown(): void;
  /** The page needs so many CSS pixels in height. @param board while it is shown */
  need(height: number, board: BrowserWindow | undefined): void;
  dispose(): void;
}

/** Where the board stands, and how large. */
export function createBoardPlace(options: {
  /** The tray icon's bounds, of no size when unknown. */
  readonly trayBounds: () => Rectangle;
  readonly clock: Clock;
}): BoardPlace {
  const justShown = createRecently(options.clock, SETTLES_WITHIN);
  let needed = LEAST_HEIGHT;
  let zoom = 1;
  /** What it was placed by when it was opened: it stays there while it grows, until the screens change. */
  let surface: Surface | undefined;

  function put(board: BrowserWindow, { pointer, isClick }: BoardRequest): void {
    surface = surfaceFor(screen.getAllDisplays(), options.trayBounds(), pointer, isClick);
    putBack(board);
  }

  function putBack(board: BrowserWindow): boolean {
    if (surface === undefined) return false;
    const room = roomOf(surface);
    zoom = board.webContents.getZoomFactor();
    const size: Size = {
      width: Math.min(Math.round(WIDTH * zoom), room.width - MARGIN),
      height: fitHeight(needed * zoom, LEAST_HEIGHT, MOST_HEIGHT * zoom, room),
    };
    const wanted = { ...placeBoard(size, surface), ...size };
    const { x, y, width, height } = board.getBounds();
    const isThere = x === wanted.x && y === wanted.y && width === wanted.width && height === wanted.height;
    if (!isThere) board.setBounds(wanted);
    return !isThere;
  }

  return {
    put,
    putBack,
    putAgain(board) {
      if (surface !== undefined) put(board, surface);
    },
    shown: justShown.mark,
    need(height, board) {
      if (board === undefined) {
        needed = height;
        return;
      }
      // Under the pointer it only grows; it is as small as it can be when it is opened or zoomed the next time.
      const mayShrink = justShown.isSo() || board.webContents.getZoomFactor() !== zoom;
      needed = mayShrink ? height : Math.max(needed, height);
      putBack(board);
    },
    dispose: justShown.forget,
  };
}
