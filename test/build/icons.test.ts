import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { BASES, type Base, THEMES } from "../../build/icons/names.ts";
import { pictures } from "../../build/icons/render.ts";
import { type TrayIcon, trayIconSvg } from "../../build/icons/tray-icon.ts";
import type { IconTheme } from "../../main/view/icon.ts";
import { BADGES, TRAY_MODES } from "../../main/view/tray.ts";

const states = TRAY_MODES.flatMap((mode) => BADGES.map((badge) => ({ mode, badge })));

const PANELS = { light: "#f3f3f3", dark: "#202020" } as const;

/** How light each pixel is on its panel, 0 … 255: what is left when nobody sees colours. */
function lightness(icon: TrayIcon, base: Base, panel: IconTheme = icon.theme): number[] {
  const { pixels } = new Resvg(trayIconSvg(icon, base), { background: PANELS[panel] }).render();
  return Array.from({ length: base * base }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(pixel * 4, pixel * 4 + 3);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
}

/** Pixels whose lightness differs so much that an eye sees it. */
function visiblyDifferent(one: readonly number[], other: readonly number[]): number {
  let pixels = 0;
  for (const [pixel, light] of one.entries()) if (Math.abs(light - (other[pixel] ?? 0)) > 60) pixels++;
  return pixels;
}

type Seen = (typeof states)[number] & { readonly light: readonly number[] };

/** Pairs of states that an eye could confuse. */
function tooLike(seen: readonly Seen[], base: Base): string[] {
  return seen.flatMap((one, index) =>
    seen.slice(index + 1).flatMap((other) => {
      const least = one.mode === other.mode ? 4 : base;
      const pixels = visiblyDifferent(one.light, other.light);
      return pixels >= least ? [] : [`${one.mode} ${one.badge} / ${other.mode} ${other.badge}: ${pixels}`];
    }),
  );
}

const drawn = new Map(pictures().map(({ file, draw }) => [file, draw]));

test("icons - every state has a file for every panel and scale of Linux", () => {
  for (const theme of THEMES) {
    for (const { mode, badge } of states) {
      for (const scale of ["", "@1.25x", "@1.5x", "@2x", "@3x"]) {
        expect(drawn.has(`24/tray-${theme}-${mode}-${badge}${scale}.png`), badge).toBe(true);
      }
    }
  }
  for (const base of BASES) {
    for (const mode of TRAY_MODES) expect(drawn.has(`${base}/trayTemplate-${mode}@2x.png`)).toBe(true);
  }
});

test("icons - every state has an .ico with the size of every scale of Windows, each a picture of that size", () => {
  for (const theme of THEMES) {
    for (const [index, { mode, badge }] of states.entries()) {
      const draw = drawn.get(`16/tray-${theme}-${mode}-${badge}.ico`);
      if (draw === undefined) throw new Error(`${mode} ${badge} is not drawn`);
      if (index % 9 !== 0) continue; // drawing takes its time
      const ico = draw();
      const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, entry) => 6 + 16 * entry).map((at) => ({
        size: ico.readUInt8(at),
        png: ico.subarray(ico.readUInt32LE(at + 12), ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8)),
      }));
      // 100, 125, 150, 175, 200, 225, 250 and 300 percent of 16 pixels
      expect(entries.map(({ size }) => size)).toEqual([16, 20, 24, 28, 32, 36, 40, 48]);
      for (const { size, png } of entries) {
        expect(png.subarray(1, 4).toString()).toBe("PNG");
        expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
      }
    }
  }
});

test("icons - drawing again gives the same bytes", () => {
  const sample = [...drawn].filter(([file], index) => index % 70 === 0 || !file.includes("tray-"));
  for (const [file, draw] of sample) expect(draw().equals(draw()), file).toBe(true);
});

for (const theme of THEMES) {
  for (const base of BASES) {
    test(`icons - any two states differ without colour on a ${theme} panel at ${base} px`, () => {
      const seen = states.map((state) => ({ ...state, light: lightness({ theme, ...state }, base) }));
      expect(tooLike(seen, base)).toEqual([]);
    });

    test(`icons - one for a ${theme} panel can be read on the other as well at ${base} px: the guess may be wrong`, () => {
      const other = theme === "light" ? "dark" : "light";
      const bare = other === "dark" ? 0x20 : 0xf3;
      const seen = states.map((state) => ({ ...state, light: lightness({ theme, ...state }, base, other) }));
      for (const { mode, badge, light } of seen) {
        const pixels = light.filter((each) => Math.abs(each - bare) > 60).length;
        expect(pixels, `${mode} ${badge}`).toBeGreaterThanOrEqual((base * base) / 8);
      }
      expect(tooLike(seen, base)).toEqual([]);
    });
  }
}
