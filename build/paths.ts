import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the clone: holds `package.json`, `main/`, `renderer/`, `build/`, `test/`. */
export const repoRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where `npm run build` puts the compiled app. */
export const outDir = join(repoRoot, "out");
