import { hostname } from "node:os";
import { app } from "electron";
import type { Problem } from "../../core/problem.ts";
import { realFolder } from "../../files/own.ts";
import { placedPolicy, policyPlace } from "../account/placed-policy.ts";
import { describeSource, type Given, settingsSource } from "../account/settings-file.ts";
import type { CommandLine } from "../launch/command-line.ts";
import { desktopSessionOf } from "../launch/desktop-session.ts";
import { writeHolder } from "../launch/instance-lock.ts";
import { closeToOthers, type Log, logFileIn, openLog } from "../log/log.ts";

export interface UserData {
  /** The app's folder. */
  readonly userData: string;
  readonly log: Log;
  /** Reason why there is no log file. */
  readonly problem: Problem | undefined;
  /** The command line, and the policy found in the administrators' place. */
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

  const given = { ...commandLine, placedPolicy: placedPolicy(policyPlace(platform, env)) };
  log.info(`settings: ${describeSource(settingsSource(given, userData))}`);
  return { userData, log, problem, given };
}
