import { resolve } from "node:path";
import type { CommandLine } from "../launch/command-line.ts";
import type { Log } from "../log/log.ts";
import {
  type EntryFiles,
  isStartedBySystem,
  isSwitchedOffByPerson,
  switchEntry,
} from "./linux/autostart-entry.ts";
import { linkedProgram } from "./linux/linked-program.ts";
import { isStartedByComputer, type LoginItemPorts, switchLoginItem } from "./login-item.ts";

export interface Autostart {
  /**
   * Makes the app start at login, or not. The first call after the app's own start only repairs an outdated entry: an
   * entry that the person has switched off in the system's settings stays off, unless a policy decides.
   * @param isEnforced whether a policy fixes this
   */
  apply(isWanted: boolean, isEnforced?: boolean): void;
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
  let isFirst = true;
  let applied = "";

  function change(isWanted: boolean, isEnforced: boolean): string {
    return platform === "linux"
      ? switchEntry(files, command, isWanted, isFirst, isEnforced)
      : switchLoginItem(ports, isWanted, isFirst, isEnforced);
  }

  return {
    apply(isWanted, isEnforced = false) {
      const wish = JSON.stringify([isWanted, isEnforced]);
      if (wish === applied) return;
      const title = `start at login${isEnforced ? ", which the policy decides" : ""}`;
      try {
        log.info(`${title}: ${change(isWanted, isEnforced)}`);
        failed(null);
      } catch (error) {
        failed(error instanceof Error ? error.message : String(error));
      }
      applied = wish;
      isFirst = false;
    },
  };
}

/**
 * The default of the preference: whether the computer starts this program at every person's login. It is what happens if
 * nobody decides, so the settings would be wrong to show anything else.
 * @param hasChosen false when the person has not decided in the app; then the desktop's own switch counts
 */
export function startsByDefault(
  { platform, command, files, electron, items }: Omit<AutostartPorts, "approval" | "log" | "failed">,
  hasChosen: boolean,
): boolean {
  switch (platform) {
    case "linux":
      try {
        return isStartedBySystem(files, command) && (hasChosen || !isSwitchedOffByPerson(files));
      } catch {
        return false; // an entry that cannot be read
      }
    case "win32":
      return isStartedByComputer(command, electron, items);
    default:
      return false;
  }
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
  return [
    ownProgram(env, execPath),
    ...(isSandboxed ? [] : ["--no-sandbox"]),
    ...(appFolder === undefined ? [] : [appFolder]),
    // At login the app starts in another working directory.
    ...(policyFile === undefined ? [] : [`--policy-file=${resolve(policyFile)}`]),
    ...(userDataDir === undefined ? [] : [`--user-data-dir=${resolve(userDataDir)}`]),
  ];
}

/**
 * Path of the program that starts the app. An AppImage and a portable program run from another folder each time, and
 * name their own file in the environment. An installed app that is started from another AppImage, such as a terminal,
 * inherits that one's environment. After an update that it took itself, the app runs from a version's folder.
 */
export function ownProgram(env: NodeJS.ProcessEnv, execPath: string): string {
  const image =
    env["APPDIR"] !== undefined && execPath.startsWith(`${env["APPDIR"]}/`) ? env["APPIMAGE"] : undefined;
  return image ?? env["PORTABLE_EXECUTABLE_FILE"] ?? linkedProgram(execPath);
}
