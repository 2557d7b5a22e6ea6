import { dirname, join } from "node:path";
import type { Problem } from "../../core/problem.ts";
import { ownFile, ownFolder } from "../../files/own.ts";
import { reasonOf } from "../../files/refused-file.ts";
import { appendLine, olderLog } from "./log-file.ts";

/**
 * Writes one line per call, to the log file and to standard error. Never throws, and does not report its own failures.
 */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

export interface OpenedLog {
  readonly log: Log;
  /** Reason why there is no log file. The lines then go to standard error only. */
  readonly problem: Problem | undefined;
}

/**
 * Size in bytes at which the log is rotated to one `.old` file. The disk holds at most twice this size and one line.
 */
const MAX_LOG_BYTES = 1024 * 1024;

/**
 * Path of the log file.
 * @param userData the app's folder
 */
export function logFileIn(userData: string): string {
  return join(userData, "logs", "alrimi.log");
}

/**
 * Opens the log. Only the owner may read the file and its folder.
 * @param file path of the log file; a missing folder is created
 */
export function openLog(file: string): OpenedLog {
  const detail = whyNot(file);
  const write = (level: keyof Log, text: string): void => {
    const line = `${new Date().toISOString()} ${level} ${text}`;
    writeError(line);
    if (detail !== undefined) return;
    try {
      appendLine(file, line, MAX_LOG_BYTES);
    } catch {
      // The disk is full. The board reports it when the state cannot be saved.
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

/**
 * The terminal may be closed, or the disk behind it full. Without a listener, the "error" event would be logged again.
 */
function writeError(line: string): void {
  try {
    if (!process.stderr.listeners("error").includes(ignore)) process.stderr.on("error", ignore);
    process.stderr.write(`${line}\n`);
  } catch {
    // no other place is left to report it
  }
}

function ignore(): void {}

/** Restricts the app's folder, which holds settings and state, to its owner. */
export function closeToOthers(userData: string, { warn }: Log): void {
  try {
    ownFolder(userData);
  } catch (error) {
    warn(`${userData} cannot be closed to other users: ${reasonOf(error)}`);
  }
}

/** Prepares the log file. Returns the reason for a failure. */
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
    // Nothing is written to the old log. The next rotation replaces it.
  }
  return undefined;
}
