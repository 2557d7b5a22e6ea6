import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rasterize } from "../icons/rasterize.ts";

/** Pixels of a side. Given in these sizes, icons need no tool of electron-builder's. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;

/** Draws the app's icon in all sizes of Linux desktops. @returns the folder */
export async function writeIcons(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const source = await readFile(join(import.meta.dirname, "..", "icons", "icon.svg"), "utf8");
  for (const size of SIZES) await writeFile(join(folder, `${size}x${size}.png`), rasterize(source, size));
  return folder;
}
