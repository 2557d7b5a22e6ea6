import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { repoRoot } from "../../build/paths.ts";
import { sandboxArgs } from "../../build/run-app.ts";
import { resolveRuntime } from "../../build/runtime/resolve.ts";
import { must } from "../../build/runtime/run.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";
import { ozoneSwitches } from "../../main/desktop/system/linux/ozone.ts";
import { KEY_FILE } from "../../main/desktop/update/key-file.ts";

const CLOCK = join(import.meta.dirname, "fast-clock.cjs");
/** Large, and not needed to start. */
const LEFT_OUT = /\.pak\.info$|^LICENSE|^locales$/;

/**
 * Writes the folder of a version as the `tar.gz` has it, with a clock that runs ten times as fast and without the spread
 * of the checks.
 */
export async function layOut(folder: string, version: string, publicKey: string): Promise<void> {
  const { distPath } = await resolveRuntime();
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(distPath)) {
    if (!LEFT_OUT.test(name)) await cp(join(distPath, name), join(folder, name), { recursive: true });
  }
  await mkdir(join(folder, "locales"));
  for (const name of ["en-US.pak", "ko.pak"]) {
    await copyFile(join(distPath, "locales", name), join(folder, "locales", name));
  }
  await rename(join(folder, "electron"), join(folder, "alrimi"));
  const resources = join(folder, "resources");
  await rm(join(resources, "default_app.asar"), { force: true });
  const app = join(resources, "app");
  await cp(join(repoRoot, "out"), join(app, "out"), { recursive: true });
  await copyFile(CLOCK, join(app, "clock.cjs"));
  await writeFile(
    join(app, "start.js"),
    `import "./clock.cjs";
const { random } = Math;
Math.random = () => random() / 1000;
await import("./out/desktop/index.js");
`,
  );
  const manifest = { name: "alrimi", version, type: "module", main: "start.js" };
  await writeFile(join(app, "package.json"), JSON.stringify(manifest));
  const build = { version, electron: "33.2.1", runtime: "test", package: "tar.gz" };
  await writeFile(join(resources, "build.json"), JSON.stringify(build));
  await writeFile(join(resources, KEY_FILE), publicKey);
}

/** The archive of such a folder, hardly compressed. */
export async function archiveOf(folder: string, work: string): Promise<Buffer> {
  const file = join(work, "version.tar");
  const above = join(folder, "..");
  await must("tar", ["--format=ustar", "-cf", file, "-C", above, folder.slice(above.length + 1)], {
    limit: 60_000,
  });
  return gzipSync(await readFile(file), { level: 0 });
}

/** Starts the program as a person does. */
export function startOwn(program: string, desktop: VirtualDesktop, args: readonly string[]): ChildProcess {
  return spawn(program, [...sandboxArgs(), ...ozoneSwitches(desktop.env), ...args], {
    env: desktop.env,
    stdio: "ignore",
  });
}
