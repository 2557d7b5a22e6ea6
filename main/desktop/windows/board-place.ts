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

/**
 * Width in CSS pixels, as are the lengths below. A zoomed board is larger by the zoom factor, as far as the screen has
 * room.
 */
export const WIDTH = 380;
const LEAST_HEIGHT = 260;
export const MOST_HEIGHT = 640;
const MARGIN = 16;
/** Milliseconds. A page that was measured in a smaller window, with a scroll bar, is measured again in its own. */
const SETTLES_WITHIN = 300;

/** How the board was opened; decides its place together with the screens. */
export type BoardRequest = Pick<Surface, "pointer" | "isClick">;

export interface BoardPlace {
  /** Places and sizes the board when it is opened. */
  put(board: BrowserWindow, request: BoardRequest): void;
  /**
   * Places the board after a change of the screens. Uses the pointer of the opening, because the pointer has moved
   * since.
   */
  putAgain(board: BrowserWindow): void;
  /**
   * Moves the board back to its place.
   * @returns whether it was elsewhere
   */
  putBack(board: BrowserWindow): boolean;
  /** Call when the board has just been shown. */
  shown(): void;
  /**
   * Sets the height that the page needs, in CSS pixels.
   * @param board undefined while it is hidden
   */
  need(height: number, board: BrowserWindow | undefined): void;
  dispose(): void;
}

/** Computes and sets the bounds of the board. */
export function createBoardPlace(options: {
  /** Bounds of the tray icon, with size 0 when unknown. */
  readonly trayBounds: () => Rectangle;
  readonly clock: Clock;
}): BoardPlace {
  const justShown = createRecently(options.clock, SETTLES_WITHIN);
  /** The page's last height, and the one that the board has while it is open. */
  let told = LEAST_HEIGHT;
  let needed = told;
  let zoom = 1;
  /** Surface of the last opening. The board stays there while it grows, until the screens change. */
  let surface: Surface | undefined;

  function putOn({ pointer, isClick }: BoardRequest, board: BrowserWindow): void {
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
    put(board, request) {
      needed = told;
      putOn(request, board);
    },
    putBack,
    putAgain(board) {
      if (surface !== undefined) putOn(surface, board);
    },
    shown: justShown.mark,
    need(height, board) {
      told = height;
      if (board === undefined) return; // `put` takes it
      // Under the pointer the board only grows. It shrinks when it is opened or zoomed the next time.
      const mayShrink = justShown.isSo() || board.webContents.getZoomFactor() !== zoom;
      needed = mayShrink ? height : Math.max(needed, height);
      putBack(board);
    },
    dispose: justShown.forget,
  };
}
