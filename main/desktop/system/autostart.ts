import { resolve } from "node:path";
import type { CommandLine } from "../launch/command-line.ts";
import type { Log } from "../log/log.ts";
import { type EntryFiles, switchEntry } from "./linux/autostart-entry.ts";
import { type LoginItemPorts, switchLoginItem } from "./login-item.ts";

export interface Autostart {
  /**
   * Makes the app start at login, or not. The first call after the app's own start only repairs an outdated entry: an
   * entry that the person has switched off in the system's settings stays off.
   */
  apply(isWanted: boolean): void;
}

export interface AutostartPorts extends LoginItemPorts {
  readonly files: EntryFiles;
  readonly log: Log;
  /** @param detail the reason; null after a success */
  readonly failed: (detail: string | null) => void;
}

/** Creates the switch for the start at login. Failures are reported and not thrown. */
export function createAutostart(ports: AutostartPorts): Autostart {
  const { platform, command, files, log, failed } = ports;
  let applied: boolean | undefined;

  function change(isWanted: boolean): void {
    const isFirst = applied === undefined;
    if (platform === "linux") {
      log.info(`start at login: ${switchEntry(files, command, isWanted, isFirst)}`);
      return;
    }
    log.info(`start at login: ${switchLoginItem(ports, isWanted, isFirst)}`);
  }

  return {
    apply(isWanted) {
      if (isWanted === applied) return;
      try {
        change(isWanted);
        failed(null);
      } catch (error) {
        failed(error instanceof Error ? error.message : String(error));
      }
      applied = isWanted;
    },
  };
}

/**
 * Command that starts the app as it was started this time, without the switches of a single start.
 * @param appFolder folder of the code when the runtime is not the app's own; undefined in a package
 * @param isSandboxed false when this start needed `--no-sandbox`; later starts need it too
 * @returns the program and its arguments
 */
export function startCommand(
  env: NodeJS.ProcessEnv,
  execPath: string,
  appFolder: string | undefined,
  { policyFile, userDataDir }: Pick<CommandLine, "policyFile" | "userDataDir">,
  isSandboxed: boolean,
): readonly [string, ...string[]] {
  // An AppImage and a portable program run from another folder each time. Both name their own file.
  const program = env["APPIMAGE"] ?? env["PORTABLE_EXECUTABLE_FILE"] ?? execPath;
  return [
    program,
    ...(isSandboxed ? [] : ["--no-sandbox"]),
    ...(appFolder === undefined ? [] : [appFolder]),
    // At login the app starts in another working directory.
    ...(policyFile === undefined ? [] : [`--policy-file=${resolve(policyFile)}`]),
    ...(userDataDir === undefined ? [] : [`--user-data-dir=${resolve(userDataDir)}`]),
  ];
}
