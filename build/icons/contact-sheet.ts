import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { BADGES, TRAY_MODES } from "../../main/view/tray.ts";
import { outDir } from "../paths.ts";
import { type BASES, THEMES } from "./names.ts";
import { rasterize } from "./rasterize.ts";
import { trayIconSvg } from "./tray-icon.ts";

/**
 * `tsx build/icons/contact-sheet.ts`: draws all tray icons into `out/icons-contact-sheet.png`, in real size and
 * enlarged. On the left each icon is on its own panel colour, on the right on the wrong one.
 */

const PANELS = { light: "#f3f3f3", dark: "#202020" } as const;
const SIZES: readonly { readonly base: (typeof BASES)[number]; readonly size: number }[] = [
  { base: 16, size: 16 },
  { base: 16, size: 20 },
  { base: 24, size: 22 },
  { base: 24, size: 24 },
  { base: 16, size: 32 },
];
const SHOWN = BADGES.filter((badge) =>
  ["unknown", "0", "1", "4", "8", "10", "27", "36", "48", "59", "88", "99", "99plus"].includes(badge),
);
const ZOOM = 3;
const CELL = 36;
const HALF = CELL * SHOWN.length * (1 + ZOOM);

function image(png: Buffer, x: number, y: number, size: number): string {
  return `<image x="${x}" y="${y}" width="${size}" height="${size}" image-rendering="optimizeSpeed" href="data:image/png;base64,${png.toString("base64")}"/>`;
}

function sheet(): string {
  const parts: string[] = [];
  let y = 0;
  for (const theme of THEMES) {
    for (const mode of TRAY_MODES) {
      for (const { base, size } of SIZES) {
        const height = size * ZOOM + 8;
        for (const [half, panel] of [PANELS[theme], PANELS[theme === "light" ? "dark" : "light"]].entries()) {
          const left = half * HALF;
          parts.push(`<rect x="${left}" y="${y}" width="${HALF}" height="${height}" fill="${panel}"/>`);
          SHOWN.forEach((badge, column) => {
            const png = rasterize(trayIconSvg({ theme, mode, badge }, base), size);
            parts.push(image(png, left + column * CELL + 4, y + 4, size));
            parts.push(image(png, left + CELL * (SHOWN.length + column * ZOOM) + 4, y + 4, size * ZOOM));
          });
        }
        y += height;
      }
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * HALF}" height="${y}">${parts.join("")}</svg>`;
}

mkdirSync(outDir, { recursive: true });
const file = join(outDir, "icons-contact-sheet.png");
writeFileSync(file, new Resvg(sheet(), { imageRendering: 1 }).render().asPng());
console.log(file);
