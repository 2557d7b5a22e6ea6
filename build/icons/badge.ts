import type { Badge } from "../../main/view/tray.ts";
import { type DigitBox, dashPath, digitPath, plusPath, type StrokePath } from "./digits.ts";
import type { Base } from "./names.ts";

/** Pill with a number or a dash, in units of the base size. */
export interface Pill {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly strokes: readonly Stroke[];
}

export interface Stroke {
  readonly path: StrokePath;
  readonly stem: number;
  readonly dx: number;
  readonly dy: number;
}

interface Metrics {
  readonly box: DigitBox;
  /** Between two characters. */
  readonly gap: number;
  readonly padding: { readonly x: number; readonly y: number };
  readonly radius: number;
  /** Width of the plus sign. */
  readonly plus: number;
}

/**
 * By the number of characters. Whole numbers, so that every straight edge lies on a pixel boundary. The pill is as small
 * as its number can be read, because the bell has to be seen above it.
 */
const METRICS: Record<Base, readonly [Metrics, Metrics, Metrics]> = {
  16: [
    { box: { width: 5, height: 7, stem: 1.5 }, gap: 0, padding: { x: 2, y: 1 }, radius: 3, plus: 0 },
    { box: { width: 5, height: 7, stem: 1.5 }, gap: 1, padding: { x: 1, y: 1 }, radius: 3, plus: 0 },
    { box: { width: 4, height: 7, stem: 1 }, gap: 1, padding: { x: 1, y: 1 }, radius: 3, plus: 3 },
  ],
  24: [
    { box: { width: 7, height: 10, stem: 2 }, gap: 0, padding: { x: 3, y: 2 }, radius: 5, plus: 0 },
    { box: { width: 7, height: 10, stem: 2 }, gap: 1, padding: { x: 2, y: 2 }, radius: 5, plus: 0 },
    { box: { width: 6, height: 10, stem: 2 }, gap: 1, padding: { x: 2, y: 2 }, radius: 5, plus: 5 },
  ],
};

/** The pill in the lower right corner. It grows to the left. */
export function pillOf(badge: Exclude<Badge, "0">, base: Base): Pill {
  const characters = badge === "unknown" ? ["–"] : [...badge.replace("plus", "+")];
  const { box, gap, padding, radius, plus } = metricsOf(base, characters.length);
  const widths = characters.map((character) => (character === "+" ? plus : box.width));
  const height = box.height + 2 * padding.y;
  const width = widths.reduce((sum, each) => sum + each + gap, 2 * padding.x - gap);
  const [x, y] = [base - width, base - height];
  const strokes = characters.map((character, at): Stroke => {
    const dx = widths.slice(0, at).reduce((sum, each) => sum + each + gap, x + padding.x);
    return character === "+"
      ? { path: plusPath(plus), stem: 1, dx, dy: y + Math.floor((height - plus) / 2) }
      : {
          path: character === "–" ? dashPath(box) : digitPath(Number(character), box),
          ...{ stem: box.stem, dx, dy: y + padding.y },
        };
  });
  return { x, y, width, height, radius, strokes };
}

function metricsOf(base: Base, length: number): Metrics {
  const [one, two, three] = METRICS[base];
  return length === 1 ? one : length === 2 ? two : three;
}
