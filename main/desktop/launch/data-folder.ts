import { isAbsolute, join } from "node:path";
import { CannotStart } from "./cannot-start.ts";
import type { CommandLine } from "./command-line.ts";

/**
 * The app's folder where Electron's own choice is not the one: the one that the command line names, or the usual one
 * below a home that only the user database knows (Chromium would take the folder for everybody's temporary files).
 * @param home undefined when nobody knows it
 * @returns undefined for Electron's choice
 * @throws a `CannotStart` when nobody knows a place
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
