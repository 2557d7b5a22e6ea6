import type { IconTheme } from "../../main/view/icon.ts";
import type { Badge, TrayMode } from "../../main/view/tray.ts";
import { type Pill, pillOf } from "./badge.ts";
import { type Glyph, glyphOf, type Shape } from "./glyphs.ts";
import type { Base } from "./names.ts";

/** The state that an icon shows. */
export interface TrayIcon {
  readonly theme: IconTheme;
  readonly mode: TrayMode;
  readonly badge: Badge;
}

interface Palette {
  readonly glyph: string;
  readonly outline: string;
  readonly pill: string;
  readonly digit: string;
}

const RED = "#d92d20";
/** Width of the outline around the glyph in units of 16: one pixel at the smallest size. */
const OUTLINE = 1;
/** Scale of the glyph that leaves room for the outline. */
const SMALLER = 0.9;
/** A pill is wide from this part of the icon on. */
const WIDE = 0.7;

/**
 * Dark glyph for a light panel, light glyph for a dark one. Not every desktop reports the colour of its panel, so the
 * guess may be wrong. The outline in the panel's colour is invisible on the expected panel and shows the glyph on the
 * other. Shapes also differ by mode, so that colour is never the only sign.
 */
function paletteOf({ theme, mode, badge }: TrayIcon): Palette {
  const isLight = theme === "light";
  const glyph = isLight ? "#24292f" : "#f4f6f8";
  const outline = isLight ? "#f4f6f8" : "#1f2328";
  switch (mode) {
    case "fresh":
      // Red means that something is waiting, so unknown counts must not use it.
      if (badge !== "unknown") return { glyph, outline, pill: RED, digit: "#ffffff" };
      return isLight
        ? { glyph, outline, pill: "#5b6470", digit: "#ffffff" }
        : { glyph, outline, pill: "#aab3bf", digit: "#1c2233" };
    case "stale":
      return { glyph: isLight ? "#4b535d" : "#c3cad2", outline, pill: outline, digit: glyph };
    case "paused":
      return isLight
        ? { glyph: "#34426e", outline, pill: "#cfd9f2", digit: "#1c2233" }
        : { glyph: "#dbe3fb", outline, pill: "#c3cde8", digit: "#1c2233" };
    default:
      return mode satisfies never;
  }
}

/** The whole icon as an SVG document, `base` units wide and high. */
export function trayIconSvg(icon: TrayIcon, base: Base): string {
  const { mode, badge } = icon;
  const palette = paletteOf(icon);
  const pill = badge === "0" ? undefined : pillOf(badge, base);
  const glyph = glyphOf(mode, pill !== undefined);
  return svg(base, drawOutlined(glyph, palette, base, pill) + (pill ? drawPill(pill, palette) : ""));
}

/** Template image for the macOS menu bar: black on transparent, without outline or number. */
export function templateSvg(mode: TrayMode, base: Base): string {
  return svg(base, drawGlyph(glyphOf(mode, false), "#000000", base, 1));
}

function svg(base: Base, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${base}" height="${base}" viewBox="0 0 ${base} ${base}">${content}</svg>`;
}

/** A gap around the pill separates it from the glyph on every panel. */
function drawOutlined(glyph: Glyph, { glyph: colour, outline }: Palette, base: Base, pill?: Pill): string {
  const { ink, over, left, canBeFlat } = glyph;
  const around = draw([...ink, ...over], outline, 2 * OUTLINE);
  const isWide = pill !== undefined && pill.width > WIDE * base;
  const transform = isWide && canBeFlat ? above(pill, base) : "";
  return (
    `<mask id="h" maskUnits="userSpaceOnUse" x="0" y="0" width="${base}" height="${base}">` +
    `<rect width="${base}" height="${base}" fill="#fff"/>${pill ? holeFor(pill, base / 16) : ""}</mask>` +
    `<g mask="url(#h)"><g transform="${transform}">` +
    `<g transform="${place(base, SMALLER, left)}">${around}</g>` +
    `${drawGlyph(glyph, colour, base, SMALLER)}</g></g>`
  );
}

/** Above a wide pill the glyph is flatter, so that the rim of the bell is seen: half a bell is no bell. */
function above({ y }: Pill, base: Base): string {
  return `translate(${0.06 * base} 0) scale(0.88 ${(y + 0.3) / (0.79 * base)})`;
}

function drawGlyph({ ink, cut, over, left }: Glyph, colour: string, base: Base, scale: number): string {
  const transform = place(base, scale, left);
  return (
    `<mask id="m" maskUnits="userSpaceOnUse" x="0" y="0" width="${base}" height="${base}">` +
    `<rect width="${base}" height="${base}" fill="#fff"/><g transform="${transform}">${draw(cut, "#000")}</g></mask>` +
    `<g mask="url(#m)"><g transform="${transform}">${draw(ink, colour)}</g></g>` +
    `<g transform="${transform}">${draw(over, colour)}</g>`
  );
}

/** Transform from the 16 units of a glyph to the icon, scaled around its centre. */
function place(base: Base, scale: number, left: number): string {
  return `scale(${base / 16}) translate(${8 - 8 * scale - left} ${8 - 8 * scale}) scale(${scale})`;
}

/** @param wider added stroke width */
function draw(shapes: readonly Shape[], colour: string, wider = 0): string {
  return shapes
    .map(({ path, stroke }) => {
      const width = (stroke ?? 0) + wider;
      const line = `stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"`;
      return `<path d="${path}" fill="${stroke === undefined ? colour : "none"}" ${width === 0 ? "" : line}/>`;
    })
    .join("");
}

function holeFor({ x, y, width, height, radius }: Pill, gap: number): string {
  return `<rect x="${x - gap}" y="${y - gap}" width="${width + 2 * gap}" height="${height + 2 * gap}" rx="${radius + gap}" fill="#000"/>`;
}

function drawPill({ x, y, width, height, radius, strokes }: Pill, palette: Palette): string {
  const ground = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${palette.pill}"/>`;
  const digits = strokes
    .map(
      ({ path, stem, dx, dy }) =>
        `<path d="${path}" transform="translate(${dx} ${dy})" fill="none" stroke="${palette.digit}" stroke-width="${stem}"/>`,
    )
    .join("");
  return ground + digits;
}
