export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 8;

/**
 * Where the board goes: beside the tray icon, on whichever side of the screen that is, wholly inside the work area.
 * Where the desktop does not tell the icon's position, the corner of the work area nearest to the pointer.
 * @param tray the icon's bounds; of no size when they are unknown
 * All values are in device-independent pixels of one screen.
 */
export function placeBoard(
  size: Pick<Rectangle, "width" | "height">,
  tray: Rectangle,
  pointer: Point,
  workArea: Rectangle,
): Point {
  const anchor = tray.width > 0 && tray.height > 0 ? centreOf(tray) : pointer;
  const right = workArea.x + workArea.width;
  const bottom = workArea.y + workArea.height;
  const isKnown = anchor !== pointer;
  const middle = centreOf(workArea);
  const x = isKnown
    ? anchor.x - size.width / 2
    : anchor.x < middle.x
      ? workArea.x + MARGIN
      : right - size.width - MARGIN;
  const y = anchor.y < middle.y ? workArea.y + MARGIN : bottom - size.height - MARGIN;
  return {
    x: Math.round(clamp(x, workArea.x + MARGIN, right - size.width - MARGIN)),
    y: Math.round(clamp(y, workArea.y, bottom - size.height)),
  };
}

function centreOf({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
