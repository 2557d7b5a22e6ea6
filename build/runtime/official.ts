import { join } from "node:path";
import { withLock } from "../lock.ts";
import { repoRoot } from "../paths.ts";
import { say } from "../say.ts";
import { type Runtime, readDistribution } from "./distribution.ts";
import { run } from "./run.ts";

/** Milliseconds that the release server may take to answer, and that the download may take. */
const probeLimit = 5_000;
const downloadLimit = 10 * 60_000;

/** External calls, which tests replace. */
export interface OfficialPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly install: (script: string) => Promise<boolean>;
}

/** The binary that the `electron` package has already downloaded, if it is complete and has the pinned version. */
export function installedOfficial(electronDir: string, version: string): Runtime | undefined {
  const found = readDistribution(join(electronDir, "dist"), "official");
  return found?.version === version ? found : undefined;
}

/**
 * Downloads the official binary with the installer of the `electron` package, if its server can be reached.
 *
 * One byte is requested first, because on a closed network the installer would retry for a long time. An unreachable
 * server is not an error: the result is `undefined`, and nothing is cached.
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
  if (env["ELECTRON_GET_USE_PROXY"]) return true; // only the installer can use that proxy
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

/** The URL that the installer uses, with mirrors of the npm configuration and the environment. */
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
