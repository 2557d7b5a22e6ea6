import { expect, test } from "vitest";
import { changed, type Frame, flashed, isWithin, overlap, pointIn } from "./pixels.ts";

const screen = { x: 0, y: 0, width: 4, height: 3 };

/** A screen of 4 × 3 pixels, a letter each. */
function frame(...rows: string[]): Frame {
  const pixels = Buffer.alloc(4 * 4 * 3);
  [...rows.join("")].forEach((letter, index) => {
    pixels.writeUInt32LE(letter.charCodeAt(0), index * 4);
  });
  return { width: 4, height: 3, pixels };
}

const empty = frame("....", "....", "....");

test("pixels - the changed area is the smallest that holds every changed pixel", () => {
  expect(changed(empty, frame("....", ".ab.", "..c."), screen)).toEqual({ x: 1, y: 1, width: 2, height: 2 });
  expect(changed(empty, empty, screen)).toBeUndefined();
});

test("pixels - only the given part of the screen is looked at", () => {
  expect(changed(empty, frame("a...", "....", "...."), { ...screen, y: 1, height: 2 })).toBeUndefined();
});

test("pixels - padding is no change", () => {
  const padded = frame("....", "....", "....");
  padded.pixels.writeUInt8(255, 3);
  expect(changed(empty, padded, screen)).toBeUndefined();
});

test("pixels - a badge that came and went is found beside a clock that went on", () => {
  const during = frame("..1.", "a...", "....");
  const after = frame("..2.", "....", "....");
  expect(flashed(empty, during, after, screen)).toEqual({ x: 0, y: 1, width: 1, height: 1 });
});

test("pixels - areas within each other, with a margin, and points in them", () => {
  const inner = { x: 1, y: 1, width: 2, height: 2 };
  expect(isWithin(inner, screen)).toBe(true);
  expect(isWithin(screen, inner)).toBe(false);
  expect(isWithin(screen, inner, 1)).toBe(true);
  expect(overlap(inner, screen)).toBe(true);
  expect(overlap(inner, { ...inner, y: 3 })).toBe(false);
  expect(pointIn({ x: 100, y: 50, width: 40, height: 20 }, [0.5, 0.25])).toEqual({ x: 120, y: 55 });
});
