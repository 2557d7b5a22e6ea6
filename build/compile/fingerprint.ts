import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { repoRoot } from "../paths.ts";

/** Sources of the compiled app, relative to the repository. */
const sources = [
  "main",
  "renderer",
  "build/icons",
  "build/compile",
  "build/compile.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/**
 * Hash over the names, sizes and modification times of sources, by default of all. Takes a few milliseconds, because no file content
 * is read.
 */
export async function fingerprint(
  root: string = repoRoot,
  parts: readonly string[] = sources,
): Promise<string> {
  const lines = await Promise.all(parts.map((source) => describe(root, source)));
  return createHash("sha256").update(lines.flat().sort().join("\n")).digest("hex");
}

async function describe(root: string, path: string): Promise<string[]> {
  const found = await stat(join(root, path)).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) return [`${path} ${found.size} ${found.mtimeMs}`];
  const names = await readdir(join(root, path));
  return (await Promise.all(names.map((name) => describe(root, `${path}/${name}`)))).flat();
}
