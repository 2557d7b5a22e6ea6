import { chmod, cp, lstat, mkdir, readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { PackageDescription } from "./fpm-arguments.ts";

/**
 * Lays out below `root` what a package installs, readable by everybody and writable by its owner alone, however the files
 * are kept here.
 * @returns every file and link (no folder), as the absolute path on the computer where it is installed
 */
export async function stage(contents: PackageDescription["contents"], root: string): Promise<string[]> {
  for (const { from, to } of contents) {
    const place = join(root, to);
    await mkdir(dirname(place), { recursive: true });
    await cp(from, place, { recursive: true, verbatimSymlinks: true, mode: 0 });
  }
  const files: string[] = [];
  await visit(root, files);
  return files.map((file) => `/${relative(root, file)}`).sort();
}

async function visit(path: string, files: string[]): Promise<void> {
  const state = await lstat(path);
  if (state.isSymbolicLink()) {
    files.push(path);
  } else if (state.isDirectory()) {
    await chmod(path, 0o755);
    for (const name of await readdir(path)) await visit(join(path, name), files);
  } else {
    await chmod(path, (state.mode & 0o111) === 0 ? 0o644 : 0o755);
    files.push(path);
  }
}
