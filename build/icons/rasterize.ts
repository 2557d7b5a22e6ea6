import { Resvg } from "@resvg/resvg-js";

/** Renders an SVG document as a PNG of this width in pixels. The same document always gives the same bytes. */
export function rasterize(svg: string, width: number): Buffer {
  return new Resvg(svg, { fitTo: { mode: "width", value: width }, font: { loadSystemFonts: false } })
    .render()
    .asPng();
}
