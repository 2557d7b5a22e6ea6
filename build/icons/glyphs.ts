import type { TrayMode } from "../../main/core/view/tray.ts";

/** SVG elements on 16 × 16 units: what is drawn, in `currentColor`, and what is cut out of it, in black. */
export interface Glyph {
  readonly ink: string;
  readonly cut: string;
  /** Drawn last, and cut by nothing. */
  readonly over?: string;
}

const BELL = "M8 .5C4.6.5 2.7 2.9 2.7 6v3.4L1 12.2h14l-1.7-2.8V6C13.3 2.9 11.4.5 8 .5Z";
const CLAPPER = "M5.7 13.4h4.6a2.3 2.3 0 0 1-4.6 0Z";
const CHECK = "M5 6.7 7.2 9l4-4.5";

/** The bell a little smaller and in the upper left corner, where a pill leaves it room. */
const CORNER = "translate(-.9 0)";

const filled = `<path d="${BELL}" fill="currentColor"/><path d="${CLAPPER}" fill="currentColor"/>`;
const hollow =
  '<path d="M8 1.3C5.1 1.3 3.5 3.4 3.5 6.2v3.4L2.3 11.6h11.4L12.5 9.6V6.2C12.5 3.4 10.9 1.3 8 1.3Z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>' +
  `<path d="${CLAPPER}" fill="currentColor"/>`;
const check = `<path d="${CHECK}" fill="none" stroke="#000" stroke-width="1.7"/>`;

const slash = (colour: string, width: number): string =>
  `<path d="M1.5 14.5 14.5 1.5" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`;

/** A moon that opens to the lower right: a disc around `at`, less one of radius `bite` around `biteAt`. */
function crescent(at: number, biteAt: number, bite: number): Glyph {
  return {
    ink: `<circle cx="${at}" cy="${at}" r="7" fill="currentColor"/>`,
    cut: `<circle cx="${biteAt}" cy="${biteAt}" r="${bite}" fill="#000"/>`,
  };
}

/** @param isSmall whether a pill covers the lower right */
export function glyphOf(mode: TrayMode, isSmall: boolean): Glyph {
  const place = (content: string): string => (isSmall ? `<g transform="${CORNER}">${content}</g>` : content);
  switch (mode) {
    case "fresh":
      return { ink: place(filled), cut: isSmall ? "" : check };
    case "stale":
      return isSmall
        ? { ink: place(hollow), cut: "" }
        : { ink: hollow, cut: slash("#000", 3.6), over: slash("currentColor", 1.6) };
    case "paused":
      return isSmall ? crescent(7.1, 9.7, 6.7) : crescent(7.4, 10.6, 5.6);
    default:
      return mode satisfies never;
  }
}
