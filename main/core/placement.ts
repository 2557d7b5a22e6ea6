/** Values are device-independent pixels of the whole desktop. A second monitor may have negative coordinates. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Point, Size {}

/** The tray, the pointer and the screen, by which the board is placed. */
export interface Surface {
  /** The tray icon's bounds; its size is 0 when the desktop does not tell them. */
  readonly tray: Rectangle;
  readonly pointer: Point;
  /** The pointer has just clicked the tray icon, so it is at the icon. */
  readonly isClick: boolean;
  /** The whole screen. */
  readonly bounds: Rectangle;
  /** The screen without its panels. */
  readonly workArea: Rectangle;
}

/** A screen and its work area. */
export type Display = Pick<Surface, "bounds" | "workArea">;

const MARGIN = 8;
/**
 * Kept free at top and bottom when a screen reserves nothing and the icon's position is unknown: some window managers
 * (i3) do not report the space of their bar (`_NET_WORKAREA`). Such bars are 17 to 32 pixels high.
 */
const ROOM_FOR_A_BAR = 32;

/**
 * Chooses the screen for the board: the one with the tray icon, or with the pointer if the icon's position is unknown.
 * A position outside all screens (after unplugging one) belongs to the nearest screen.
 * @returns undefined when there is no screen
 */
export function surfaceFor(
  displays: readonly Display[],
  tray: Rectangle,
  pointer: Point,
  isClick: boolean,
): Surface | undefined {
  const place = isKnown(tray) ? centreOf(tray) : pointer;
  const [first, ...others] = displays;
  if (first === undefined) return undefined;
  const { bounds, workArea } = others.reduce(
    (nearest, each) => (distance(place, each.bounds) < distance(place, nearest.bounds) ? each : nearest),
    first,
  );
  return { tray, pointer, isClick, bounds, workArea };
}

/** The area in which the board may be: the work area without bars that the desktop does not report. */
export function roomOf({ tray, bounds, workArea }: Pick<Surface, "tray" | "bounds" | "workArea">): Rectangle {
  const reservesNothing = bounds.width === workArea.width && bounds.height === workArea.height;
  if (isKnown(tray) || !reservesNothing) return workArea;
  return {
    ...workArea,
    y: workArea.y + ROOM_FOR_A_BAR,
    height: Math.max(0, workArea.height - 2 * ROOM_FOR_A_BAR),
  };
}

/** The board's height: the needed one, between `least` and `most`, and not more than the room allows. */
export function fitHeight(needed: number, least: number, most: number, room: Size): number {
  const fits = Math.max(0, room.height - 2 * MARGIN);
  return Math.min(Math.max(least, Math.min(Math.ceil(needed), most)), fits);
}

/**
 * The top left corner of the board: beside the tray icon and inside the work area, for a panel on any side of the
 * screen. If the icon's position is unknown, a click on the panel shows it. Otherwise the board is at the corner where
 * the panel ends, or without a panel at the corner nearest to the pointer. Under Wayland the compositor places windows
 * and ignores this position.
 */
export function placeBoard(size: Size, surface: Surface): Point {
  const { tray, pointer, isClick, bounds, workArea } = surface;
  const isOnPanel = isClick && !isInside(pointer, workArea);
  const anchor = isKnown(tray) ? centreOf(tray) : isOnPanel ? pointer : cornerOf(pointer, bounds, workArea);
  const room = roomOf(surface);
  const right = room.x + room.width - size.width - MARGIN;
  const bottom = room.y + room.height - size.height - MARGIN;
  const left = room.x + MARGIN;
  const top = room.y + MARGIN;
  const beside = { x: anchor.x - size.width / 2, y: anchor.y - size.height / 2 };
  const side = sideOf(anchor, workArea);
  const x = side === "left" ? left : side === "right" ? right : beside.x;
  const y = side === "top" ? top : side === "bottom" ? bottom : beside.y;
  return { x: Math.round(clamp(x, left, right)), y: Math.round(clamp(y, top, bottom)) };
}

type Side = "top" | "bottom" | "left" | "right";

/** The side of an area that is nearest to a point, or beyond which the point is. */
function sideOf({ x, y }: Point, area: Rectangle): Side {
  const within: readonly (readonly [Side, number])[] = [
    ["bottom", area.y + area.height - y],
    ["top", y - area.y],
    ["right", area.x + area.width - x],
    ["left", x - area.x],
  ];
  return within.reduce((nearest, each) => (each[1] < nearest[1] ? each : nearest))[0];
}

/** The corner of the tray: at the right end of a horizontal panel, at the bottom of a vertical one. */
function cornerOf(pointer: Point, bounds: Rectangle, workArea: Rectangle): Point {
  const left = workArea.x;
  const right = workArea.x + workArea.width;
  const top = workArea.y;
  const bottom = workArea.y + workArea.height;
  const panels: readonly (readonly [number, Point])[] = [
    [bounds.y + bounds.height - bottom, { x: right, y: bottom }],
    [top - bounds.y, { x: right, y: top }],
    [left - bounds.x, { x: left, y: bottom }],
    [bounds.x + bounds.width - right, { x: right, y: bottom }],
  ];
  const [thickness, corner] = panels.reduce((thickest, each) => (each[0] > thickest[0] ? each : thickest));
  if (thickness > 0) return corner;
  const middle = centreOf(workArea);
  return { x: pointer.x < middle.x ? left : right, y: pointer.y < middle.y ? top : bottom };
}

function isKnown({ width, height }: Size): boolean {
  return width > 0 && height > 0;
}

/** The squared distance from a point to an area; 0 inside. */
function distance({ x, y }: Point, area: Rectangle): number {
  const beside = Math.max(area.x - x, 0, x - (area.x + area.width - 1));
  const above = Math.max(area.y - y, 0, y - (area.y + area.height - 1));
  return beside ** 2 + above ** 2;
}

function isInside({ x, y }: Point, area: Rectangle): boolean {
  return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
}

function centreOf({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
