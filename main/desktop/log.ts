import { constants } from "node:fs";
import { dirname } from "node:path";
import log from "electron-log/node.js";
import type { Problem } from "../core/messages/index.ts";
import { OWN_FILE, ownFile, ownFolder } from "../files/own.ts";
import { codeOf } from "../files/refused-file.ts";

/** One line a call; to the log file and to standard error. */
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

/** Bytes of the log file before it is rotated to one `.old` file: at most twice this on disk. */
const MAX_LOG_BYTES = 1024 * 1024;

/** Windows lacks the last two. What takes the file's place while the app runs is not followed, and nothing waits for it. */
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
/** The package hands flags on to Node, which takes numbers too. */
const APPEND = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK;

/** @param file path of the log file; its folder is made when it is missing. Both are for their owner alone. */
export function openLog(file: string): OpenedLog {
  const { file: files, console } = log.transports;
  files.resolvePathFn = () => file;
  files.maxSize = MAX_LOG_BYTES;
  files.format = "{iso} {level} {text}";
  files.writeOptions = { flag: APPEND as never, mode: OWN_FILE, encoding: "utf8" };
  console.format = "{iso} {level} {text}";
  console.writeFn = ({ message }) => {
    process.stderr.write(`${message.data.map(String).join(" ")}\n`);
  };
  const detail = whyNot(file);
  files.level = detail === undefined ? "silly" : false;
  const problem: Problem | undefined =
    detail === undefined ? undefined : { key: "log-refused", args: [file, detail] };
  if (detail !== undefined) log.error(`log: ${file} is not written: ${detail}`);
  return { log, problem };
}

/** The app's own folder holds settings and state. */
export function closeToOthers(userData: string, { warn }: Log): void {
  try {
    ownFolder(userData);
  } catch (error) {
    warn(`${userData} cannot be closed to other users: ${codeOf(error) ?? String(error)}`);
  }
}

/** Makes the place ready; undefined when it is. */
function whyNot(file: string): string | undefined {
  try {
    ownFolder(dirname(file));
    ownFile(file);
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
  try {
    ownFile(file.replace(/\.log$/, ".old.log"));
  } catch {
    // Nothing is written to it: the next rotation takes its place.
  }
  return undefined;
}
