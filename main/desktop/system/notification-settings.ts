import { execFile } from "node:child_process";
import { join } from "node:path";
import { homeFolder } from "../launch/person.ts";
import type { BlockerPorts } from "../notify/notification-blocker.ts";
import { queryRegistry } from "./windows/windows-registry.ts";

/** Milliseconds. */
const PATIENCE = 2_000;

/**
 * The settings of macOS for notifications, as XML. Electron has no call for them.
 * @returns undefined when they cannot be read within 2 s
 */
function macNotificationSettings(home: string | undefined): Promise<string | undefined> {
  if (home === undefined) return Promise.resolve(undefined);
  const file = join(home, "Library", "Preferences", "com.apple.ncprefs.plist");
  return new Promise((resolve) => {
    execFile(
      "/usr/bin/plutil",
      ["-convert", "xml1", "-o", "-", file],
      { encoding: "utf8", timeout: PATIENCE, killSignal: "SIGKILL", maxBuffer: 16 * 1024 * 1024 },
      (error, stdout) => resolve(error === null ? stdout : undefined),
    );
  });
}

/** The settings of this computer. */
export const blockerPorts: BlockerPorts = {
  registry: queryRegistry,
  macSettings: () => macNotificationSettings(homeFolder()),
};
