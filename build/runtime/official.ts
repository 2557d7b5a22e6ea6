import { join } from "node:path";
import { withLock } from "../lock.ts";
import { repoRoot } from "../paths.ts";
import { say } from "../say.ts";
import { type Runtime, readDistribution } from "./distribution.ts";
import { run } from "./run.ts";

/** How long the release server may take to start answering (ms), and how long the whole download may take (ms). */
const probeLimit = 5_000;
const downloadLimit = 10 * 60_000;

/** What reaches outside; tests put their own in. */
export interface OfficialPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly install: (script: string) => Promise<boolean>;
}

/** The binary that the `electron` package has already fetched, when it is complete and of the pinned version. */
export function installedOfficial(electronDir: string, version: string): Runtime | undefined {
  const found = readDistribution(join(electronDir, "dist"), "official");
  return found?.version === version ? found : undefined;
}

/**
 * Downloads the official binary with the `electron` package's own installer, if its server can be reached.
 *
 * The server is asked for the first byte before, because on a closed network the installer would retry for long.
 * A server that cannot be reached is not an error: the result is then `undefined`, and nothing is remembered.
 */
export async function downloadOfficial(
  electronDir: string,
  version: string,
  ports: OfficialPorts = { fetch: globalThis.fetch, install },
  env: NodeJS.ProcessEnv = process.env,
): Promise<Runtime | undefined> {
  if (!(await isReachable(artifactUrl(version, env), ports.fetch, env))) return undefined;
  return withLock(join(repoRoot, "node_modules", ".electron-download.lock"), async () => {
    const already = installedOfficial(electronDir, version);
    if (already) return already;
    say({ ko: `Electron ${version}을(를) 내려받는 중…`, en: `Downloading Electron ${version} …` });
    if (!(await ports.install(join(electronDir, "install.js")))) return undefined;
    return installedOfficial(electronDir, version);
  });
}

async function isReachable(url: string, get: typeof fetch, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env["ELECTRON_GET_USE_PROXY"]) return true; // only the installer knows how to go through that proxy
  try {
    const response = await get(url, {
      headers: { range: "bytes=0-0" },
      signal: AbortSignal.timeout(probeLimit),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** The same address that the installer will use, mirrors of the npm configuration and the environment included. */
function artifactUrl(version: string, env: NodeJS.ProcessEnv): string {
  const mirror =
    env["npm_config_electron_mirror"] ||
    env["ELECTRON_MIRROR"] ||
    "https://github.com/electron/electron/releases/download/";
  return `${mirror}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
}

async function install(script: string): Promise<boolean> {
  const { code } = await run(process.execPath, [script], { limit: downloadLimit });
  return code === 0;
}
