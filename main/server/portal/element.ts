import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** The script of `<alrimi-board>`. */
export interface BoardElement {
  readonly text: Buffer;
  readonly gzip: Buffer;
  /** Of its content. A path with it never changes. */
  readonly version: string;
  /** For the attribute `integrity`. */
  readonly integrity: string;
}

/** Beside the compiled server; or in a checkout, whose server runs from the sources. */
const PLACES = ["./alrimi-board.js", "../../../out/service/alrimi-board.js"];

/** @throws {Error} (rejects) if the script was not compiled */
export async function readBoardElement(): Promise<BoardElement> {
  const file = PLACES.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (file === undefined) throw new Error("alrimi-board.js is missing: run `npm run build`");
  const text = await readFile(file);
  return {
    text,
    gzip: gzipSync(text, { level: 9 }),
    version: createHash("sha256").update(text).digest("hex").slice(0, 16),
    integrity: `sha384-${createHash("sha384").update(text).digest("base64")}`,
  };
}
