import type { TrayMode } from "../../main/view/tray.ts";

/** A path in 16 × 16 units. Filled, or a stroke of this width. */
export interface Shape {
  readonly path: string;
  readonly stroke?: number;
}

export interface Glyph {
  /** Drawn shapes. */
  readonly ink: readonly Shape[];
  /** Shapes cut out of the ink. */
  readonly cut: readonly Shape[];
  /** Drawn last and not cut. */
  readonly over: readonly Shape[];
  /** Shift of all shapes to the left. */
  readonly left: number;
  /** Whether it can be recognized when it is drawn flatter. */
  readonly canBeFlat: boolean;
}

const BELL = "M8 .5C4.6.5 2.7 2.9 2.7 6v3.4L1 12.2h14l-1.7-2.8V6C13.3 2.9 11.4.5 8 .5Z";
const HOLLOW_BELL = "M8 1.3C5.1 1.3 3.5 3.4 3.5 6.2v3.4L2.3 11.6h11.4L12.5 9.6V6.2C12.5 3.4 10.9 1.3 8 1.3Z";
const CLAPPER = "M5.7 13.4h4.6a2.3 2.3 0 0 1-4.6 0Z";
const CHECK = "M5 6.7 7.2 9l4-4.5";
const SLASH = "M1.5 14.5 14.5 1.5";

/** With a pill, the bell moves to the upper left, which makes room for the pill. */
const CORNER = 0.9;

const FILLED: readonly Shape[] = [{ path: BELL }, { path: CLAPPER }];
const HOLLOW: readonly Shape[] = [{ path: HOLLOW_BELL, stroke: 1.5 }, { path: CLAPPER }];

/**
 * A crescent that opens to the lower right: a disc of radius 7 around `at`, without a disc of radius `bite` around
 * `biteAt`.
 */
function crescent(at: number, biteAt: number, bite: number): string {
  const radius = 7;
  // Both centres are on the diagonal. The circles intersect at the distance `along` from the centre of the disc,
  // `aside` to either side of the diagonal.
  const apart = (biteAt - at) * Math.SQRT2;
  const along = (apart ** 2 + radius ** 2 - bite ** 2) / (2 * apart);
  const aside = Math.sqrt(radius ** 2 - along ** 2);
  const [near, off] = [at + along / Math.SQRT2, aside / Math.SQRT2];
  const [one, other] = [`${near - off} ${near + off}`, `${near + off} ${near - off}`];
  return `M${one}A${radius} ${radius} 0 1 1 ${other}A${bite} ${bite} 0 ${along < apart ? 0 : 1} 0 ${one}Z`;
}

/**
 * Shapes of a mode.
 * @param isSmall whether a pill covers the lower right
 */
export function glyphOf(mode: TrayMode, isSmall: boolean): Glyph {
  const left = isSmall ? CORNER : 0;
  switch (mode) {
    case "fresh":
      return {
        ink: FILLED,
        cut: isSmall ? [] : [{ path: CHECK, stroke: 1.7 }],
        over: [],
        left,
        canBeFlat: true,
      };
    case "stale":
      return isSmall
        ? { ink: HOLLOW, cut: [], over: [], left, canBeFlat: true }
        : {
            ink: HOLLOW,
            cut: [{ path: SLASH, stroke: 3.6 }],
            over: [{ path: SLASH, stroke: 1.6 }],
            left,
            canBeFlat: true,
          };
    case "paused": {
      const path = isSmall ? crescent(7.1, 9.7, 6.7) : crescent(7.4, 10.6, 5.6);
      return { ink: [{ path }], cut: [], over: [], left: 0, canBeFlat: false };
    }
    default:
      return mode satisfies never;
  }
}
