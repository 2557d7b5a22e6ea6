import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fingerprint } from "./compile/fingerprint.ts";
import {
  boardElement,
  copyRegistryBinaries,
  mainProcess,
  pages,
  preload,
  service,
} from "./compile/targets.ts";
import { isMain } from "./is-main.ts";
import { withLock } from "./lock.ts";
import { outDir, repoRoot } from "./paths.ts";
import { say } from "./say.ts";

const stamp = join(outDir, ".built");
/** What `out/icons` was drawn from. Drawing takes seconds, and its sources rarely change. */
const iconStamp = join(outDir, ".icons");
const lock = join(outDir, ".lock");

const entries = [
  "main/desktop/launch/entry.ts",
  "main/desktop/windows/preload.ts",
  "main/publisher/index.ts",
  "main/command/alrimi.ts",
  "renderer/portal/alrimi-board.ts",
];

/**
 * Compiles the app into `out/`: `desktop/` (main process and preload), `renderer/`, `service/` and `icons/`. Several
 * processes may call it at once. `out/` is replaced only when the whole result is complete.
 * @throws when an entry point is missing or does not compile; `out/` then stays unchanged
 */
export async function compile(): Promise<void> {
  await withLock(lock, compileNow, tellOfWaiting);
}

/** Compiles unless `out/` was made from exactly the current sources. Returns whether it compiled. */
export async function compileIfNeeded(): Promise<boolean> {
  if (await isFresh()) return false;
  return withLock(
    lock,
    async () => {
      if (await isFresh()) return false; // another process has compiled meanwhile
      await compileNow();
      return true;
    },
    tellOfWaiting,
  );
}

async function isFresh(): Promise<boolean> {
  const built = await readFile(stamp, "utf8").catch(() => undefined);
  return built !== undefined && built === (await fingerprint());
}

/** Takes the fingerprint first, so that a file saved during the compilation makes the result stale. */
async function compileNow(): Promise<void> {
  const started = Date.now();
  const sources = await fingerprint();
  const html = await findPages();
  await removeLeftovers();
  const { build } = await import("vite"); // lazily, so that a start without compilation stays quick
  const next = join(outDir, `.next-${randomUUID()}`);
  try {
    await build(mainProcess(join(next, "desktop")));
    await copyRegistryBinaries(join(next, "desktop"));
    await build(preload(join(next, "desktop")));
    await build(pages(join(next, "renderer"), html));
    await build(service(join(next, "service")));
    await build(boardElement(join(next, "service")));
    const icons = await drawIcons(next);
    await rm(stamp, { force: true });
    await putInPlace(next);
    await writeFile(iconStamp, icons);
    await writeFile(stamp, sources);
  } finally {
    await rm(next, { recursive: true, force: true });
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say({ ko: `앱을 out/에 컴파일했습니다 (${seconds}초).`, en: `Compiled the app into out/ (${seconds} s).` });
}

/** Draws the icons into a folder, unless `out/` has those of the same sources. Returns the fingerprint of these. */
async function drawIcons(folder: string): Promise<string> {
  const sources = await fingerprint(repoRoot, ["build/icons", "main/view/tray.ts", "main/view/icon.ts"]);
  const drawn = await readFile(iconStamp, "utf8").catch(() => undefined);
  if (drawn === sources && existsSync(join(outDir, "icons"))) return sources;
  const { renderAll } = await import("./icons/render.ts");
  await rm(iconStamp, { force: true });
  renderAll(join(folder, "icons"));
  return sources;
}

/** Finds the pages of the app. Reports missing entry points by name. */
async function findPages(): Promise<string[]> {
  const folder = join(repoRoot, "renderer");
  const names = await readdir(folder).catch(() => []);
  const html = names.filter((name) => name.endsWith(".html"));
  const missing = entries.filter((entry) => !existsSync(join(repoRoot, entry)));
  if (html.length === 0) missing.push("renderer/*.html");
  if (missing.length > 0) throw new Error(`Cannot compile, entry points are missing: ${missing.join(", ")}`);
  return html.map((name) => join(folder, name));
}

async function putInPlace(next: string): Promise<void> {
  await mkdir(outDir, { recursive: true });
  for (const part of await readdir(next)) {
    const old = join(outDir, `.old-${randomUUID()}`);
    if (existsSync(join(outDir, part))) await rename(join(outDir, part), old);
    await rename(join(next, part), join(outDir, part));
    await rm(old, { recursive: true, force: true });
  }
}

/** Removes partial results. Only one process compiles under the lock, so they belong to a killed one. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(outDir)) {
    if (name.startsWith(".next-") || name.startsWith(".old-")) {
      await rm(join(outDir, name), { recursive: true, force: true });
    }
  }
}

function tellOfWaiting(): void {
  say({ ko: "다른 프로세스의 컴파일을 기다리는 중…", en: "Waiting for another process to compile …" });
}

/** `tsx build/compile.ts [--if-needed]` */
async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--if-needed")) await compileIfNeeded();
  else await compile();
}

if (isMain(import.meta.filename)) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
