import { isAbsolute, join } from "node:path";
import { CannotStart } from "./cannot-start.ts";
import type { CommandLine } from "./command-line.ts";

/**
 * The app's folder where Electron's default does not apply: the folder of the command line, or the usual folder below a
 * home that only the user database knows. (Chromium would use the shared temporary folder.)
 * @param home undefined when unknown
 * @returns undefined for Electron's default
 * @throws a `CannotStart` when no folder is known
 */
export function dataFolder(
  { userDataDir }: Pick<CommandLine, "userDataDir">,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string | undefined,
  appName: string,
): string | undefined {
  if (userDataDir !== undefined) return userDataDir;
  if (platform !== "linux" || env["HOME"] || isAbsolute(env["XDG_CONFIG_HOME"] ?? "")) return undefined;
  if (home === undefined) throw new CannotStart({ key: "no-home", args: [] });
  return join(home, ".config", appName);
}
