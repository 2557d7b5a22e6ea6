import fc from "fast-check";
import { expect, test } from "vitest";
import { placeBoard } from "../../main/core/placement.ts";

const size = { width: 380, height: 500 };
const unknown = { x: 0, y: 0, width: 0, height: 0 };

test.each([
  [
    "bottom panel",
    { x: 1800, y: 1050, width: 24, height: 24 },
    { x: 0, y: 0, width: 1920, height: 1040 },
    { x: 1532, y: 532 },
  ],
  [
    "top panel",
    { x: 900, y: 2, width: 24, height: 24 },
    { x: 0, y: 28, width: 1920, height: 1052 },
    { x: 722, y: 36 },
  ],
  [
    "left panel",
    { x: 4, y: 1000, width: 24, height: 24 },
    { x: 40, y: 0, width: 1880, height: 1080 },
    { x: 48, y: 572 },
  ],
])("placement - beside the tray icon on a %s", (_panel, tray, workArea, place) => {
  expect(placeBoard(size, tray, { x: 0, y: 0 }, workArea)).toEqual(place);
});

test("placement - in the corner nearest to the pointer where the icon's place is unknown", () => {
  const workArea = { x: 0, y: 30, width: 1280, height: 770 };
  expect(placeBoard(size, unknown, { x: 1200, y: 10 }, workArea)).toEqual({ x: 892, y: 38 });
  expect(placeBoard(size, unknown, { x: 10, y: 790 }, workArea)).toEqual({ x: 8, y: 292 });
});

test("placement - always inside a work area that has the room, on any monitor", () => {
  const coordinate = fc.integer({ min: -4000, max: 4000 });
  fc.assert(
    fc.property(
      fc.record({
        x: coordinate,
        y: coordinate,
        width: fc.constantFrom(0, 24),
        height: fc.constantFrom(0, 24),
      }),
      fc.record({ x: coordinate, y: coordinate }),
      fc.record({
        x: coordinate,
        y: coordinate,
        width: fc.integer({ min: 400, max: 4000 }),
        height: fc.integer({ min: 520, max: 3000 }),
      }),
      (tray, pointer, area) => {
        const { x, y } = placeBoard(size, tray, pointer, area);
        expect(x).toBeGreaterThanOrEqual(area.x);
        expect(y).toBeGreaterThanOrEqual(area.y);
        expect(x + size.width).toBeLessThanOrEqual(area.x + area.width);
        expect(y + size.height).toBeLessThanOrEqual(area.y + area.height);
      },
    ),
  );
});
