import { dirname, join } from "node:path";
import type { Problem } from "../../core/problem.ts";
import { ownFile, ownFolder } from "../../files/own.ts";
import { reasonOf } from "../../files/refused-file.ts";
import { appendLine, olderLog } from "./log-file.ts";

/** One line a call; to the log file and to standard error. It never throws, and never tells of its own failures. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

export interface OpenedLog {
  readonly log: Log;
  /** Why there is no log file; the lines go to standard error alone then. */
  readonly problem: Problem | undefined;
}

/** Bytes of the log file before it is rotated to one `.old` file: at most twice this on disk, and a line. */
const MAX_LOG_BYTES = 1024 * 1024;

/** @param userData the app's folder */
export function logFileIn(userData: string): string {
  return join(userData, "logs", "alrimi.log");
}

/** @param file path of the log file; its folder is made when it is missing. Both are for their owner alone. */
export function openLog(file: string): OpenedLog {
  const detail = whyNot(file);
  const write = (level: keyof Log, text: string): void => {
    const line = `${new Date().toISOString()} ${level} ${text}`;
    writeError(line);
    if (detail !== undefined) return;
    try {
      appendLine(file, line, MAX_LOG_BYTES);
    } catch {
      // A full disk. The board tells of it when the state cannot be saved.
    }
  };
  const log: Log = {
    info: (text) => write("info", text),
    warn: (text) => write("warn", text),
    error: (text) => write("error", text),
  };
  if (detail === undefined) return { log, problem: undefined };
  log.error(`log: ${file} is not written: ${detail}`);
  return { log, problem: { key: "log-refused", args: [file, detail] } };
}

/** The terminal may be gone, or the disk behind it full: both are told by an event that would end in the log again. */
function writeError(line: string): void {
  try {
    if (!process.stderr.listeners("error").includes(ignore)) process.stderr.on("error", ignore);
    process.stderr.write(`${line}\n`);
  } catch {
    // there is no other place to tell of it
  }
}

function ignore(): void {}

/** The app's own folder holds settings and state. */
export function closeToOthers(userData: string, { warn }: Log): void {
  try {
    ownFolder(userData);
  } catch (error) {
    warn(`${userData} cannot be closed to other users: ${reasonOf(error)}`);
  }
}

/** Makes the place ready; undefined when it is. */
function whyNot(file: string): string | undefined {
  try {
    ownFolder(dirname(file));
    ownFile(file);
  } catch (error) {
    return reasonOf(error);
  }
  try {
    ownFile(olderLog(file));
  } catch {
    // Nothing is written to it: the next rotation takes its place.
  }
  return undefined;
}
