import type { IconTheme } from "../../main/view/icon.ts";

/** The panel that an icon stands on. */
export const THEMES: readonly IconTheme[] = ["light", "dark"];

/** Icon sizes in device-independent pixels: 16 for Windows and macOS, 24 for the panels of Linux. */
export const BASES = [16, 24] as const;
export type Base = (typeof BASES)[number];

/** On Linux Electron picks the file of the display's scale by these endings. */
export const SCALES = [
  { factor: 1, suffix: "" },
  { factor: 1.25, suffix: "@1.25x" },
  { factor: 1.5, suffix: "@1.5x" },
  { factor: 2, suffix: "@2x" },
  { factor: 3, suffix: "@3x" },
] as const;

/** The pixels of a 16 px icon at the scales of Windows: 100 % … 300 %. All of them are in one `.ico`. */
export const ICO_SIZES = [16, 20, 24, 28, 32, 36, 40, 48] as const;

/** macOS knows no scales between. */
export const TEMPLATE_SCALES = SCALES.filter(({ factor }) => factor === 1 || factor === 2);

/** `tray.png` with `@2x` becomes `tray@2x.png`. */
export function withSuffix(file: string, suffix: string): string {
  return file.replace(/\.png$/, `${suffix}.png`);
}
