import type { IconTheme } from "../../main/core/view/icon.ts";
import type { Badge, TrayMode } from "../../main/core/view/tray.ts";
import { type Pill, pillOf } from "./badge.ts";
import { type Glyph, glyphOf } from "./glyphs.ts";
import type { Base } from "./names.ts";

/** What an icon shows. */
export interface TrayIcon {
  readonly theme: IconTheme;
  readonly mode: TrayMode;
  readonly badge: Badge;
}

interface Palette {
  readonly glyph: string;
  readonly pill: string;
  readonly digit: string;
}

const RED = "#d92d20";

/** On a light panel the glyph is dark, on a dark one light. Mode is told by shape as well, never by these alone. */
function paletteOf({ theme, mode, badge }: TrayIcon): Palette {
  const isLight = theme === "light";
  const glyph = isLight ? "#24292f" : "#f4f6f8";
  switch (mode) {
    case "fresh":
      // Red says that something waits; where nothing is known it would be a lie.
      if (badge !== "unknown") return { glyph, pill: RED, digit: "#ffffff" };
      return isLight
        ? { glyph, pill: "#5b6470", digit: "#ffffff" }
        : { glyph, pill: "#aab3bf", digit: "#1c2233" };
    case "stale":
      return { glyph: isLight ? "#4b535d" : "#c3cad2", pill: "none", digit: isLight ? "#24292f" : "#f4f6f8" };
    case "paused":
      return isLight
        ? { glyph: "#34426e", pill: "#b3bfdd", digit: "#1c2233" }
        : { glyph: "#dbe3fb", pill: "#a3aeca", digit: "#1c2233" };
    default:
      return mode satisfies never;
  }
}

/** The whole icon as an SVG document, `base` units wide and high. */
export function trayIconSvg(icon: TrayIcon, base: Base): string {
  const { mode, badge } = icon;
  const palette = paletteOf(icon);
  const pill = badge === "0" ? undefined : pillOf(badge, base, mode === "stale");
  const glyph = glyphOf(mode, pill !== undefined);
  return svg(base, drawGlyph(glyph, palette.glyph, base, pill) + (pill ? drawPill(pill, mode, palette) : ""));
}

/** The icon without colour or number, for the menu bar of macOS: black, and transparent where nothing is. */
export function templateSvg(mode: TrayMode, base: Base): string {
  return svg(base, drawGlyph(glyphOf(mode, false), "#000000", base));
}

function svg(base: Base, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${base}" height="${base}" viewBox="0 0 ${base} ${base}">${content}</svg>`;
}

/** Glyphs are drawn on 16 units; a gap all around the pill keeps the two apart on any panel. */
function drawGlyph({ ink, cut, over = "" }: Glyph, colour: string, base: Base, pill?: Pill): string {
  const scale = base / 16;
  const gap = base / 16;
  const hole = pill ? holeFor(pill, gap) : "";
  return (
    `<mask id="m" maskUnits="userSpaceOnUse" x="0" y="0" width="${base}" height="${base}">` +
    `<rect width="${base}" height="${base}" fill="#fff"/><g transform="scale(${scale})">${cut}</g>${hole}</mask>` +
    `<g mask="url(#m)"><g transform="scale(${scale})" color="${colour}">${ink}</g></g>` +
    `<g transform="scale(${scale})" color="${colour}">${over}</g>`
  );
}

/** A strip of the glyph too thin to be seen as part of it, left of a wide pill, goes too. */
function holeFor({ x, y, width, height, radius }: Pill, gap: number): string {
  const left = x < 3 * gap ? -width : x - gap;
  return `<rect x="${left}" y="${y - gap}" width="${x + width + gap - left}" height="${height + 2 * gap}" rx="${radius + gap}" fill="#000"/>`;
}

function drawPill(pill: Pill, mode: TrayMode, palette: Palette): string {
  const { x, y, width, height, radius, strokes, line } = pill;
  const frame =
    mode === "stale"
      ? `<rect x="${x + line / 2}" y="${y + line / 2}" width="${width - line}" height="${height - line}" rx="${radius - line / 2}" fill="none" stroke="${palette.glyph}" stroke-width="${line}"/>`
      : `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${palette.pill}"/>`;
  const digits = strokes
    .map(
      ({ path, stem, dx, dy }) =>
        `<path d="${path}" transform="translate(${dx} ${dy})" fill="none" stroke="${palette.digit}" stroke-width="${stem}"/>`,
    )
    .join("");
  return frame + digits;
}
