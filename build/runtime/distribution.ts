import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** How a runtime was found; see `resolveRuntime`. */
export type RuntimeSource = "override" | "official" | "registry";

export interface Runtime {
  /** Absolute path of the program. */
  readonly executable: string;
  /** Its folder; a value for `ELECTRON_OVERRIDE_DIST_PATH` and for electron-builder's `electronDist`. */
  readonly distPath: string;
  /** Version of Electron, such as `33.2.1`. */
  readonly version: string;
  readonly source: RuntimeSource;
}

/** Path of the program inside a distribution folder of Electron. */
export function executableName(platform: NodeJS.Platform = process.platform): string {
  if (platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return platform === "win32" ? "electron.exe" : "electron";
}

/** Reads a distribution folder. Undefined when it contains no complete Electron. */
export function readDistribution(
  distPath: string,
  source: RuntimeSource,
  platform: NodeJS.Platform = process.platform,
): Runtime | undefined {
  const executable = join(distPath, executableName(platform));
  const versionFile = join(distPath, "version");
  if (!existsSync(executable) || !existsSync(versionFile)) return undefined;
  const version = readFileSync(versionFile, "utf8").trim().replace(/^v/, "");
  return { executable, distPath, version, source };
}
