import { resolve } from "node:path";
import type { CommandLine } from "../launch/command-line.ts";
import type { Log } from "../log/log.ts";
import { type EntryFiles, switchEntry } from "./linux/autostart-entry.ts";
import { type LoginItemPorts, switchLoginItem } from "./login-item.ts";

export interface Autostart {
  /**
   * Makes the app start at login, or not. The first time after the app's own start it only puts right what is out of
   * date: what the person has switched off in the system's settings stays off.
   */
  apply(isWanted: boolean): void;
}

export interface AutostartPorts extends LoginItemPorts {
  readonly files: EntryFiles;
  readonly log: Log;
  /** Null: it works again. */
  readonly failed: (detail: string | null) => void;
}

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
 * How the app is to be started: as it was this time, without the switches that belong to one start only.
 * @param appFolder where the code is when the runtime is not the app's own; undefined in a package
 * @param isSandboxed false: this start could not do without `--no-sandbox`, nor will the next
 */
export function startCommand(
  env: NodeJS.ProcessEnv,
  execPath: string,
  appFolder: string | undefined,
  { policyFile, userDataDir }: Pick<CommandLine, "policyFile" | "userDataDir">,
  isSandboxed: boolean,
): readonly [string, ...string[]] {
  // An AppImage and a portable program run from a folder that is another one each time; both name the file itself.
  const program = env["APPIMAGE"] ?? env["PORTABLE_EXECUTABLE_FILE"] ?? execPath;
  return [
    program,
    ...(isSandboxed ? [] : ["--no-sandbox"]),
    ...(appFolder === undefined ? [] : [appFolder]),
    // At login the app starts in another folder.
    ...(policyFile === undefined ? [] : [`--policy-file=${resolve(policyFile)}`]),
    ...(userDataDir === undefined ? [] : [`--user-data-dir=${resolve(userDataDir)}`]),
  ];
}
