import fc from "fast-check";
import { expect, test } from "vitest";
import { fitHeight, placeBoard, type Rectangle, surfaceFor } from "../../main/core/placement.ts";

const size = { width: 380, height: 500 };
const unknown = { x: 0, y: 0, width: 0, height: 0 };
const far = { x: -1, y: -1 };
const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const PANELS = ["top", "bottom", "left", "right"] as const;
type Panel = (typeof PANELS)[number];

function workAreaOf(bounds: Rectangle, panel: Panel, thickness: number): Rectangle {
  const { x, y, width, height } = bounds;
  switch (panel) {
    case "top":
      return { x, y: y + thickness, width, height: height - thickness };
    case "bottom":
      return { x, y, width, height: height - thickness };
    case "left":
      return { x: x + thickness, y, width: width - thickness, height };
    case "right":
      return { x, y, width: width - thickness, height };
    default:
      return panel satisfies never;
  }
}

/** An icon of a panel, somewhere along it (0 … 1). */
function iconOn(bounds: Rectangle, panel: Panel, thickness: number, along: number): Rectangle {
  const icon = { width: thickness - 4, height: thickness - 4 };
  const x = bounds.x + 2 + along * (bounds.width - thickness);
  const y = bounds.y + 2 + along * (bounds.height - thickness);
  switch (panel) {
    case "top":
      return { ...icon, x, y: bounds.y + 2 };
    case "bottom":
      return { ...icon, x, y: bounds.y + bounds.height - thickness + 2 };
    case "left":
      return { ...icon, x: bounds.x + 2, y };
    case "right":
      return { ...icon, x: bounds.x + bounds.width - thickness + 2, y };
    default:
      return panel satisfies never;
  }
}

/** Screens of any scale, in their own (device-independent) pixels, left and right of and above the first one. */
const bounds = fc.record({
  x: fc.integer({ min: -8000, max: 8000 }),
  y: fc.integer({ min: -4000, max: 4000 }),
  width: fc.integer({ min: 640, max: 5120 }),
  height: fc.integer({ min: 600, max: 2880 }),
});
const panel = fc.constantFrom(...PANELS);
const thickness = fc.integer({ min: 20, max: 90 });
const along = fc.double({ min: 0, max: 1, noNaN: true });
const height = fc.integer({ min: 180, max: 500 });

function isWithin(place: { x: number; y: number }, board: typeof size, area: Rectangle): void {
  expect(place.x).toBeGreaterThanOrEqual(area.x);
  expect(place.y).toBeGreaterThanOrEqual(area.y);
  expect(place.x + board.width).toBeLessThanOrEqual(area.x + area.width);
  expect(place.y + board.height).toBeLessThanOrEqual(area.y + area.height);
}

test.each([
  ["bottom", { x: 1800, y: 1050, width: 24, height: 24 }, { x: 1532, y: 532 }],
  ["top", { x: 900, y: 2, width: 24, height: 24 }, { x: 722, y: 48 }],
  ["left", { x: 4, y: 600, width: 24, height: 24 }, { x: 48, y: 362 }],
  ["right", { x: 1890, y: 1040, width: 24, height: 24 }, { x: 1492, y: 572 }],
] as const)("placement - beside the tray icon on a panel at the %s", (side, tray, place) => {
  const workArea = workAreaOf(screen, side, 40);
  expect(placeBoard(size, { tray, pointer: far, isClick: false, bounds: screen, workArea })).toEqual(place);
});

test("placement - touches the panel's side and reaches along it to the icon, on any screen", () => {
  fc.assert(
    fc.property(bounds, panel, thickness, along, height, (bounds, side, thickness, along, height) => {
      const board = { ...size, height };
      const workArea = workAreaOf(bounds, side, thickness);
      const tray = iconOn(bounds, side, thickness, along);
      const { x, y } = placeBoard(board, { tray, pointer: far, isClick: false, bounds, workArea });
      isWithin({ x, y }, board, workArea);
      const gap = {
        top: y - workArea.y,
        bottom: workArea.y + workArea.height - y - height,
        left: x - workArea.x,
        right: workArea.x + workArea.width - x - board.width,
      }[side];
      const isCorner = along < 0.1 || along > 0.9; // there an icon belongs to two sides
      if (!isCorner) expect(gap).toBe(8);
      const isLying = side === "top" || side === "bottom";
      const [from, to, icon] = isLying
        ? [x, x + board.width, tray.x + tray.width / 2]
        : [y, y + height, tray.y + tray.height / 2];
      expect(icon).toBeGreaterThanOrEqual(from - 2 * thickness);
      expect(icon).toBeLessThanOrEqual(to + 2 * thickness);
    }),
  );
});

test("placement - where the icon's place is unknown, a click on the panel shows it", () => {
  fc.assert(
    fc.property(bounds, panel, thickness, along, (bounds, side, thickness, along) => {
      const workArea = workAreaOf(bounds, side, thickness);
      const icon = iconOn(bounds, side, thickness, along);
      const pointer = { x: icon.x + icon.width / 2, y: icon.y + icon.height / 2 };
      const by = (tray: Rectangle) => placeBoard(size, { tray, pointer, isClick: true, bounds, workArea });
      expect(by(unknown)).toEqual(by(icon));
    }),
  );
});

test("placement - where nothing is known, the end of the panel", () => {
  const pointer = { x: 600, y: 500 };
  const place = (side: Panel) =>
    placeBoard(size, {
      ...{ tray: unknown, pointer, isClick: false, bounds: screen },
      workArea: workAreaOf(screen, side, 40),
    });
  expect(place("bottom")).toEqual({ x: 1532, y: 532 });
  expect(place("top")).toEqual({ x: 1532, y: 48 });
  expect(place("left")).toEqual({ x: 48, y: 572 });
  expect(place("right")).toEqual({ x: 1492, y: 572 });
});

test("placement - a pointer that lies on the panel and has clicked no icon shows nothing: the end of the panel", () => {
  const workArea = workAreaOf(screen, "bottom", 40);
  const pointer = { x: 300, y: 1060 };
  const place = (isClick: boolean) =>
    placeBoard(size, { tray: unknown, pointer, isClick, bounds: screen, workArea });
  expect(place(true)).toEqual({ x: 110, y: 532 });
  expect(place(false)).toEqual({ x: 1532, y: 532 });
});

test("placement - without a panel, the corner nearest to the pointer, clear of a bar that is not told of", () => {
  for (const isClick of [true, false]) {
    const place = (x: number, y: number) =>
      placeBoard(size, { tray: unknown, pointer: { x, y }, isClick, bounds: screen, workArea: screen });
    expect(place(1800, 10)).toEqual({ x: 1532, y: 40 });
    expect(place(10, 1000)).toEqual({ x: 8, y: 540 });
    expect(place(1900, 1075)).toEqual({ x: 1532, y: 540 }); // a click on i3bar, which is 18 high
  }
});

test("placement - where the icon's place is known a screen without a panel is used whole", () => {
  const tray = { x: 1800, y: 1050, width: 24, height: 24 };
  expect(placeBoard(size, { tray, pointer: far, isClick: true, bounds: screen, workArea: screen })).toEqual({
    x: 1532,
    y: 572,
  });
});

test("placement - always inside a work area that has the room, wherever icon and pointer are", () => {
  const point = { x: fc.integer({ min: -9000, max: 9000 }), y: fc.integer({ min: -9000, max: 9000 }) };
  const tray = fc.record({ ...point, width: fc.constantFrom(0, 24), height: fc.constantFrom(0, 24) });
  fc.assert(
    fc.property(
      tray,
      fc.record(point),
      bounds,
      panel,
      thickness,
      height,
      fc.boolean(),
      (tray, pointer, bounds, side, thickness, height, isClick) => {
        const workArea = workAreaOf(bounds, side, thickness);
        const board = { ...size, height };
        isWithin(placeBoard(board, { tray, pointer, isClick, bounds, workArea }), board, workArea);
      },
    ),
  );
});

test("placement - the height is what is needed, within least and most, and never more than the screen has", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 5000, noNaN: true }), bounds, (needed, area) => {
      const height = fitHeight(needed, 200, 640, area);
      expect(height).toBeLessThanOrEqual(area.height);
      expect(height).toBeLessThanOrEqual(640);
      expect(height).toBeGreaterThanOrEqual(200);
      if (needed >= 200 && needed <= 560) expect(height).toBe(Math.ceil(needed));
    }),
  );
  expect(fitHeight(500, 200, 640, { width: 400, height: 150 })).toBe(134);
});

/** Two screens beside each other and a smaller one above the first, each with its panel. */
const screens = (
  [
    [screen, "bottom"],
    [{ x: 1920, y: 0, width: 2560, height: 1440 }, "top"],
    [{ x: 0, y: -900, width: 1600, height: 900 }, "left"],
  ] as const
).map(([bounds, side]) => ({ bounds, workArea: workAreaOf(bounds, side, 40) }));

test("placement - of several screens the board goes to the one with the icon, wherever the pointer is", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...screens),
      fc.constantFrom(...screens),
      panel,
      along,
      ({ bounds }, { bounds: other }, side, along) => {
        const tray = iconOn(bounds, side, 40, along);
        const pointer = { x: other.x + 5, y: other.y + 5 };
        expect(surfaceFor(screens, tray, pointer, false)?.bounds).toEqual(bounds);
      },
    ),
  );
});

test("placement - of several screens the one with the pointer where the icon's place is unknown, to its last pixel", () => {
  for (const { bounds, workArea } of screens) {
    for (const pointer of [
      { x: bounds.x, y: bounds.y },
      { x: bounds.x + bounds.width - 1, y: bounds.y + bounds.height - 1 },
    ]) {
      expect(surfaceFor(screens, unknown, pointer, true)).toEqual({
        ...{ tray: unknown, pointer, isClick: true },
        ...{ bounds, workArea },
      });
    }
  }
});

test("placement - when the icon's screen is gone the board goes to the nearest that is left, and stands inside it", () => {
  const [first, second] = screens;
  if (first === undefined || second === undefined) throw new Error("two screens");
  const tray = iconOn(second.bounds, "top", 40, 0.9);
  const surface = surfaceFor([first], tray, far, false);
  expect(surface?.bounds).toEqual(first.bounds);
  if (surface !== undefined) isWithin(placeBoard(size, surface), size, first.workArea);
  expect(surfaceFor([], tray, far, false)).toBeUndefined();
});
