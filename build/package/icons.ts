import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { icoOf } from "../icons/ico.ts";
import { rasterize } from "../icons/rasterize.ts";

/** Pixels of a side. Given in these sizes, icons need no tool of electron-builder's. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;

/** The largest picture of an `.ico`, which the program and the shortcuts have on Windows. */
const MOST_IN_ICO = 256;

/** Draws the app's icon in all sizes of the desktops. @returns the folder */
export async function writeIcons(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const source = await readFile(join(import.meta.dirname, "..", "icons", "icon.svg"), "utf8");
  const pictures = SIZES.map((size) => ({ size, png: rasterize(source, size) }));
  await writeFile(join(folder, "icon.ico"), icoOf(pictures.filter(({ size }) => size <= MOST_IN_ICO)));
  for (const { size, png } of pictures) await writeFile(join(folder, `${size}x${size}.png`), png);
  return folder;
}
