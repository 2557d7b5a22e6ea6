import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { trayPicture, trayTemplateFile } from "../../main/view/icon.ts";
import { BADGES, TRAY_MODES } from "../../main/view/tray.ts";
import { icoOf } from "./ico.ts";
import { BASES, type Base, ICO_SIZES, SCALES, TEMPLATE_SCALES, THEMES, withSuffix } from "./names.ts";
import { rasterize } from "./rasterize.ts";
import { type TrayIcon, templateSvg, trayIconSvg } from "./tray-icon.ts";

/** A picture to draw. */
export interface Picture {
  readonly file: string;
  draw(): Buffer;
}

/** All pictures of the app. Drawing depends on no font and no clock. */
export function pictures(): Picture[] {
  return [
    ...trayIcons((icon) => [windowsPicture(icon)]),
    ...trayIcons(linuxPictures),
    ...BASES.flatMap(templatePictures),
    ...appPictures(),
  ];
}

function trayIcons(draw: (icon: TrayIcon) => Picture[]): Picture[] {
  return THEMES.flatMap((theme) =>
    TRAY_MODES.flatMap((mode) => BADGES.flatMap((badge) => draw({ theme, mode, badge }))),
  );
}

function windowsPicture(icon: TrayIcon): Picture {
  const svg = trayIconSvg(icon, 16);
  return {
    file: trayPicture("win32", icon, icon.theme),
    draw: () => icoOf(ICO_SIZES.map((size) => ({ size, png: rasterize(svg, size) }))),
  };
}

function linuxPictures(icon: TrayIcon): Picture[] {
  return SCALES.map(({ factor, suffix }) => ({
    file: withSuffix(trayPicture("linux", icon, icon.theme), suffix),
    draw: () => rasterize(trayIconSvg(icon, 24), 24 * factor),
  }));
}

function templatePictures(base: Base): Picture[] {
  return TRAY_MODES.flatMap((mode) =>
    TEMPLATE_SCALES.map(({ factor, suffix }) => ({
      file: `${base}/${withSuffix(trayTemplateFile({ mode }), suffix)}`,
      draw: () => rasterize(templateSvg(mode, base), base * factor),
    })),
  );
}

function appPictures(): Picture[] {
  const source = readFileSync(join(import.meta.dirname, "icon.svg"), "utf8");
  return [
    { file: "icon-96.png", draw: () => rasterize(source, 96) },
    { file: "icon.png", draw: () => rasterize(source, 512) },
    { file: "icon-1024.png", draw: () => rasterize(source, 1024) },
  ];
}

/** Draws all pictures into `folder`. */
export function renderAll(folder: string): void {
  for (const { file, draw } of pictures()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), draw());
  }
}
