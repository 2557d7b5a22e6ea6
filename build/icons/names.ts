import type { IconTheme } from "../../main/view/icon.ts";

/** Colours of the panel behind an icon. */
export const THEMES: readonly IconTheme[] = ["light", "dark"];

/** Icon sizes in device-independent pixels: 16 for Windows and macOS, 24 for Linux panels. */
export const BASES = [16, 24] as const;
export type Base = (typeof BASES)[number];

/** Suffixes by which Electron picks the file for the display's scale on Linux. */
export const SCALES = [
  { factor: 1, suffix: "" },
  { factor: 1.25, suffix: "@1.25x" },
  { factor: 1.5, suffix: "@1.5x" },
  { factor: 2, suffix: "@2x" },
  { factor: 3, suffix: "@3x" },
] as const;

/** Sizes in pixels of a 16 px icon at the scales of Windows (100 % … 300 %). One `.ico` has all of them. */
export const ICO_SIZES = [16, 20, 24, 28, 32, 36, 40, 48] as const;

/** macOS has no fractional scales. */
export const TEMPLATE_SCALES = SCALES.filter(({ factor }) => factor === 1 || factor === 2);

/** `tray.png` with `@2x` becomes `tray@2x.png`. */
export function withSuffix(file: string, suffix: string): string {
  return file.replace(/\.png$/, `${suffix}.png`);
}
