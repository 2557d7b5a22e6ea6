import { win32 } from "node:path";

/**
 * Folder for Chromium's data that belongs to this computer: caches, and the key that DPAPI protects for `safeStorage`.
 * On Windows the app's folder is in the roaming profile, which would copy all that at each login. Undefined where it
 * stays in the app's folder.
 * @param userDataDir folder of the command line, which then contains everything
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
