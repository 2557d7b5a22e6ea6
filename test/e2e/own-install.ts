import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, cp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { createPackage, extractAll } from "@electron/asar";
import { UPDATE_KEY } from "../../build/package/update-channel.ts";
import { repoRoot } from "../../build/paths.ts";
import { sandboxArgs } from "../../build/run-app.ts";
import { must } from "../../build/runtime/run.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";
import { ozoneSwitches } from "../../main/desktop/system/linux/ozone.ts";

const CLOCK = join(import.meta.dirname, "fast-clock.cjs");
const PATIENCE = { limit: 5 * 60_000 };
/** Before the app's first line: the fast clock, and checks that are not spread. */
const START = `import "./clock.cjs";
const { random } = Math;
Math.random = () => random() / 1000;
await import("./out/desktop/index.js");
`;

/**
 * Makes the package of the app, as `npm run package -- dir` does, with a clock that runs ten times as fast.
 * @param keyFile the private key of the updates
 * @returns its folder, with the version of the repository
 */
export async function packageApp(work: string, keyFile: string): Promise<string> {
  await must(
    process.execPath,
    ["--import", "tsx", "build/package/index.ts", "dir", "--output", join(work, "dist")],
    { ...PATIENCE, cwd: repoRoot, env: { ...process.env, [UPDATE_KEY]: keyFile } },
  );
  const folder = join(work, "dist/linux-unpacked");
  await changeApp(folder, async (app) => {
    await copyFile(CLOCK, join(app, "clock.cjs"));
    await writeFile(join(app, "start.js"), START);
    await changeJson(join(app, "package.json"), { main: "start.js" });
  });
  return folder;
}

/** Makes another version of a package, which is otherwise the same. */
export async function otherVersion(folder: string, to: string, version: string): Promise<void> {
  await cp(folder, to, { recursive: true, verbatimSymlinks: true });
  await changeJson(join(to, "resources/build.json"), { version });
  await changeApp(to, (app) => changeJson(join(app, "package.json"), { version }));
}

async function changeApp(folder: string, change: (app: string) => Promise<void>): Promise<void> {
  const archive = join(folder, "resources/app.asar");
  const app = join(dirname(folder), `${basename(folder)}-app`);
  extractAll(archive, app);
  await change(app);
  await createPackage(app, `${archive}.new`);
  await rename(`${archive}.new`, archive);
  await rm(app, { recursive: true });
}

async function changeJson(file: string, change: object): Promise<void> {
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), ...change }));
}

/** The archive of a package's folder, hardly compressed. */
export async function archiveOf(folder: string, work: string): Promise<Buffer> {
  const file = join(work, "version.tar");
  await must("tar", ["--format=ustar", "-cf", file, "-C", dirname(folder), basename(folder)], PATIENCE);
  return gzipSync(await readFile(file), { level: 0 });
}

/** Starts the program as a person does. */
export function startOwn(program: string, desktop: VirtualDesktop, args: readonly string[]): ChildProcess {
  return spawn(program, [...sandboxArgs(), ...ozoneSwitches(desktop.env), ...args], {
    env: desktop.env,
    stdio: "ignore",
  });
}
