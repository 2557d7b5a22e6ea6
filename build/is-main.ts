import { realpathSync } from "node:fs";

/**
 * Whether a module is the program that was started. Compares real paths, because of links and because versions of Node
 * encode the same path differently in a URL (`~`, `[`, `]`, `^`).
 * @param file `import.meta.filename` of the module
 */
export function isMain(file: string): boolean {
  try {
    return realpathSync(process.argv[1] ?? "") === realpathSync(file);
  } catch {
    return false; // started without a file, or by another name
  }
}
