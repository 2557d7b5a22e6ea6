import fc from "fast-check";
import { expect, test } from "vitest";
import { placeMenu } from "../../renderer/board/place-menu.ts";
import { keepOrder } from "../../renderer/keep-order.ts";

const services = fc.uniqueArray(fc.stringMatching(/^[a-h]$/));

test("board order - kept, what was shown keeps its order and what is new comes after it in its own", () => {
  fc.assert(
    fc.property(services, services, (shown, wanted) => {
      const kept = keepOrder(
        shown,
        wanted.map((service) => ({ service })),
      ).map(({ service }) => service);
      const known = shown.filter((service) => wanted.includes(service));
      const added = wanted.filter((service) => !shown.includes(service));
      expect(kept).toEqual([...known, ...added]);
    }),
  );
});

test("board menus - a menu that fits the page is wholly inside it, wherever its button is", () => {
  const length = fc.integer({ min: 100, max: 900 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(length, length, share, share, share, share, (width, height, x, y, wide, tall) => {
      const page = { width, height };
      const menu = { width: (width - 8) * wide, height: (height - 8) * tall };
      const button = { left: (width - 32) * x, top: (height - 32) * y, right: 0, bottom: 0 };
      const { left, top } = placeMenu(
        menu,
        { ...button, right: button.left + 32, bottom: button.top + 32 },
        page,
      );
      expect(left).toBeGreaterThanOrEqual(4);
      expect(top).toBeGreaterThanOrEqual(4);
      expect(left + menu.width).toBeLessThanOrEqual(width - 4 + 1e-6);
      expect(top + menu.height).toBeLessThanOrEqual(height - 4 + 1e-6);
    }),
  );
});

test("board menus - a menu opens below its button where there is room, else above", () => {
  const menu = { width: 180, height: 140 };
  const page = { width: 380, height: 400 };
  const button = { left: 330, top: 100, right: 362, bottom: 140 };
  expect(placeMenu(menu, button, page)).toEqual({ left: 182, top: 144 });
  expect(placeMenu(menu, { ...button, top: 300, bottom: 340 }, page)).toEqual({ left: 182, top: 156 });
});
