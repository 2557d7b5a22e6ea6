import type { Area } from "../../build/desktop/screen.ts";

/** The pixels of a screen: 4 bytes each, row by row. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/** The smallest area that holds every changed pixel within a part of the screen; undefined when none has changed. */
export function changed(before: Frame, after: Frame, within: Area): Area | undefined {
  return boundsOf(within, (at) => differs(before, after, at), before.width);
}

/**
 * The smallest area of what came and went again, as a count on an icon does. A clock does not: it never shows the
 * same twice.
 */
export function flashed(before: Frame, during: Frame, after: Frame, within: Area): Area | undefined {
  return boundsOf(within, (at) => differs(before, during, at) && !differs(before, after, at), before.width);
}

/** Whether an area lies wholly in another one, which may be larger by a margin on every side. */
export function isWithin(inner: Area, outer: Area, margin = 0): boolean {
  return (
    inner.x >= outer.x - margin &&
    inner.y >= outer.y - margin &&
    inner.x + inner.width <= outer.x + outer.width + margin &&
    inner.y + inner.height <= outer.y + outer.height + margin
  );
}

export function overlap(one: Area, other: Area): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** A point of an area by shares of its width and height. */
export function pointIn(area: Area, [right, down]: readonly [number, number]): { x: number; y: number } {
  return { x: Math.round(area.x + area.width * right), y: Math.round(area.y + area.height * down) };
}

function differs(one: Frame, other: Frame, at: number): boolean {
  // The fourth byte is padding.
  return one.pixels.readUInt32LE(at) << 8 !== other.pixels.readUInt32LE(at) << 8;
}

function boundsOf(within: Area, holds: (at: number) => boolean, width: number): Area | undefined {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = -1;
  let bottom = -1;
  for (let y = within.y; y < within.y + within.height; y++) {
    for (let x = within.x; x < within.x + within.width; x++) {
      if (!holds((y * width + x) * 4)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
