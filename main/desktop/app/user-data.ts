import { hostname } from "node:os";
import { app } from "electron";
import type { Problem } from "../../core/problem.ts";
import { realFolder } from "../../files/own.ts";
import type { CommandLine } from "../launch/command-line.ts";
import { desktopSessionOf } from "../launch/desktop-session.ts";
import { writeHolder } from "../launch/instance-lock.ts";
import { loginName } from "../launch/person.ts";
import { closeToOthers, type Log, logFileIn, openLog } from "../log/log.ts";
import { policyPlaces } from "../policy/policy-places.ts";
import type { Given } from "../policy/read-managed.ts";
import { windowsRegistry } from "../policy/windows-registry.ts";

export interface UserData {
  /** The app's folder. */
  readonly userData: string;
  readonly log: Log;
  /** Reason why there is no log file. */
  readonly problem: Problem | undefined;
  /** The command line, and the administrators' places. */
  readonly given: Given & CommandLine;
}

/** Opens the app's folder: restricts its permissions, starts the log and records this process as the holder. */
export function openUserData(commandLine: CommandLine): UserData {
  const { platform, env, pid, versions } = process;
  const userData = realFolder(app.getPath("userData"));
  const { log, problem } = openLog(logFileIn(userData));
  closeToOthers(userData, log);
  writeHolder(userData, { host: hostname(), pid, session: desktopSessionOf(env) });
  log.info(`alrimi ${app.getVersion()} on Electron ${versions.electron}, ${platform}`);

  const places = policyPlaces(platform, env, loginName(env), windowsRegistry);
  return { userData, log, problem, given: { ...commandLine, places } };
}
