import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { BADGES, TRAY_MODES } from "../../main/core/view/tray.ts";
import { outDir } from "../paths.ts";
import { type BASES, THEMES } from "./names.ts";
import { rasterize } from "./rasterize.ts";
import { trayIconSvg } from "./tray-icon.ts";

/**
 * `tsx build/icons/contact-sheet.ts`: every tray icon on one picture, `out/icons-contact-sheet.png`: as it is seen, and
 * the same pixels enlarged.
 */

const PANELS = { light: ["#f3f3f3", "#dfe3e8"], dark: ["#202020", "#2d3142"] } as const;
const SIZES: readonly { readonly base: (typeof BASES)[number]; readonly factor: number }[] = [
  { base: 16, factor: 1 },
  { base: 16, factor: 1.25 },
  { base: 16, factor: 1.5 },
  { base: 16, factor: 1.75 },
  { base: 24, factor: 1 },
  { base: 16, factor: 2 },
];
const ZOOM = 3;
const CELL = 40;

function image(png: Buffer, x: number, y: number, size: number): string {
  return `<image x="${x}" y="${y}" width="${size}" height="${size}" image-rendering="optimizeSpeed" href="data:image/png;base64,${png.toString("base64")}"/>`;
}

function sheet(): string {
  const parts: string[] = [];
  let y = 0;
  const width = CELL * BADGES.length * (1 + ZOOM);
  for (const theme of THEMES) {
    for (const panel of PANELS[theme].slice(0, 1)) {
      for (const mode of TRAY_MODES) {
        for (const { base, factor } of SIZES) {
          const size = base * factor;
          const height = Math.max(size * ZOOM, size) + 8;
          parts.push(`<rect x="0" y="${y}" width="${width}" height="${height}" fill="${panel}"/>`);
          BADGES.forEach((badge, column) => {
            const png = rasterize(trayIconSvg({ theme, mode, badge }, base), Math.round(size));
            parts.push(image(png, column * CELL + 4, y + 4, size));
            parts.push(image(png, CELL * BADGES.length + column * CELL * ZOOM + 4, y + 4, size * ZOOM));
          });
          y += height;
        }
      }
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}">${parts.join("")}</svg>`;
}

mkdirSync(outDir, { recursive: true });
const file = join(outDir, "icons-contact-sheet.png");
writeFileSync(file, new Resvg(sheet(), { imageRendering: 1 }).render().asPng());
console.log(file);
