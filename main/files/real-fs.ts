import * as fs from "node:fs";
import { createRequire } from "node:module";

/**
 * The file system as it is. In Electron the ordinary module shows an `.asar` file as a folder, so that it can neither be
 * written nor removed.
 */
export const realFs: typeof fs =
  process.versions["electron"] === undefined ? fs : createRequire(import.meta.url)("original-fs");
