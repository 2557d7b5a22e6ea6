interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

const GAP = 4;

/**
 * Position of a menu in CSS pixels: below its button and right-aligned with it, otherwise above, always inside the
 * page.
 */
export function placeMenu(menu: Extent, button: Box, page: Extent): { left: number; top: number } {
  const below = button.bottom + GAP;
  const above = button.top - GAP - menu.height;
  const top = below + menu.height <= page.height - GAP || above < GAP ? below : above;
  return {
    left: within(button.right - menu.width, page.width - menu.width - GAP),
    top: within(top, page.height - menu.height - GAP),
  };
}

function within(value: number, most: number): number {
  return Math.max(GAP, Math.min(value, most));
}
