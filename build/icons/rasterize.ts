import { Resvg } from "@resvg/resvg-js";

/** Draws an SVG document as a PNG this many pixels wide. The same document always gives the same bytes. */
export function rasterize(svg: string, width: number): Buffer {
  return new Resvg(svg, { fitTo: { mode: "width", value: width }, font: { loadSystemFonts: false } })
    .render()
    .asPng();
}
