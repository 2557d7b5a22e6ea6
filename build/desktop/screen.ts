import { run } from "../runtime/run.ts";

const limit = 20_000;

/**
 * Paints the background.
 * @throws when ImageMagick is missing
 */
export async function paintBackground(env: NodeJS.ProcessEnv, size: string, dark: boolean): Promise<void> {
  const colours = dark ? "gradient:#1f2a38-#131a24" : "gradient:#8fb3d1-#5b86ad";
  // `display -window root` exits with 1 even after a success, so the code is ignored.
  await run("display", ["-size", size, "-window", "root", colours], { limit, env });
}

/** Area of the screen, in its pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Writes the screen, or an area of it, to a PNG file.
 * @throws when ImageMagick is missing or the file cannot be written
 */
export async function screenshot(env: NodeJS.ProcessEnv, file: string, area?: Area): Promise<void> {
  const crop =
    area === undefined ? [] : ["-crop", `${area.width}x${area.height}+${area.x}+${area.y}`, "+repage"];
  const args = ["-silent", "-window", "root", ...crop, `png:${file}`];
  const { code, output } = await run("import", args, { limit, env });
  if (code !== 0) throw new Error(`No screenshot (import ended with code ${code}): ${output.trim()}`);
}
