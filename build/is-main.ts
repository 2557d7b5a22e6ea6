import { realpathSync } from "node:fs";

/**
 * Whether a module is the program that was started. Real paths are compared: a link may lie in between, and as an address
 * one and the same path is written differently by different versions of Node (`~`, `[`, `]`, `^`).
 * @param file `import.meta.filename` of the module
 */
export function isMain(file: string): boolean {
  try {
    return realpathSync(process.argv[1] ?? "") === realpathSync(file);
  } catch {
    return false; // started without a file, or by another name for it
  }
}
