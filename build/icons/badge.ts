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
  /** Width of the frame of a framed pill. */
  readonly line: number;
  readonly strokes: readonly Stroke[];
}

export interface Stroke {
  readonly path: StrokePath;
  readonly stem: number;
  readonly dx: number;
  readonly dy: number;
}

interface Plus {
  readonly padding: number;
  readonly gap: number;
  readonly width: number;
  readonly stem: number;
}

interface Metrics {
  readonly box: DigitBox;
  readonly padding: { readonly x: number; readonly y: number };
  readonly radius: number;
  readonly line: number;
  readonly plus: Plus;
  /** The frame leaves less room. */
  readonly framedPlus: Plus;
}

/** Whole numbers, so that every straight edge lies on a pixel boundary. */
const METRICS: Record<Base, Metrics> = {
  16: {
    box: { width: 6, height: 9, stem: 2 },
    padding: { x: 3, y: 1 },
    radius: 4,
    line: 1,
    plus: { padding: 1, gap: 1, width: 6, stem: 2 },
    framedPlus: { padding: 2, gap: 1, width: 5, stem: 1 },
  },
  24: {
    box: { width: 9, height: 14, stem: 3 },
    padding: { x: 4, y: 2 },
    radius: 6,
    line: 1,
    plus: { padding: 2, gap: 2, width: 7, stem: 3 },
    framedPlus: { padding: 3, gap: 2, width: 7, stem: 3 },
  },
};

/** The pill in the lower right corner. It is wider to the left for `9plus`. */
export function pillOf(badge: Exclude<Badge, "0">, base: Base, isFramed: boolean): Pill {
  const { box, padding, radius, line, ...metrics } = METRICS[base];
  const plus = isFramed ? metrics.framedPlus : metrics.plus;
  const isMore = badge === "9plus";
  const height = box.height + 2 * padding.y;
  const width = isMore
    ? plus.padding + box.width + plus.gap + plus.width + plus.padding
    : box.width + 2 * padding.x;
  const [x, y] = [base - width, base - height];
  const digitAt = { dx: x + (isMore ? plus.padding : padding.x), dy: y + padding.y };
  return {
    ...{ x, y, width, height, radius, line },
    strokes: isMore
      ? [
          { path: digitPath(9, box), stem: box.stem, ...digitAt },
          {
            path: plusPath(plus.width),
            stem: plus.stem,
            dx: digitAt.dx + box.width + plus.gap,
            dy: y + Math.round((height - plus.width) / 2),
          },
        ]
      : [
          {
            path: badge === "unknown" ? dashPath(box) : digitPath(Number(badge), box),
            stem: box.stem,
            ...digitAt,
          },
        ],
  };
}
