import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the repository: contains `package.json`, `main/`, `renderer/`, `build/`, `test/`. */
export const repoRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folder of the compiled app. */
export const outDir = join(repoRoot, "out");
