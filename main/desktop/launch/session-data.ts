import { win32 } from "node:path";

/**
 * Where Chromium is to keep what belongs to this computer alone: caches, and the key that DPAPI protects for
 * `safeStorage`. On Windows the app's own folder roams between computers with the person's profile, and would take all
 * that along at each login. Undefined where it stays in the app's folder.
 * @param userDataDir given on the command line: then everything is in it
 */
export function sessionDataFolder(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  appName: string,
  userDataDir: string | undefined,
): string | undefined {
  const local = env["LOCALAPPDATA"] ?? "";
  if (platform !== "win32" || userDataDir !== undefined || !win32.isAbsolute(local)) return undefined;
  return win32.join(local, appName);
}
