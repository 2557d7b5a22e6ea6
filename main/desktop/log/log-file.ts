import { closeSync, constants, fstatSync, openSync, rmSync, writeSync } from "node:fs";
import { OWN_FILE } from "../../files/own.ts";
import { renameFile } from "../../files/rename.ts";

/** Windows lacks the last two. What takes the file's place while the app runs is not followed, and nothing waits for it. */
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const APPEND = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK;

/** Where the lines from before the last rotation are. */
export function olderLog(file: string): string {
  return file.replace(/\.log$/, ".old.log");
}

/**
 * Appends a line. The file is opened anew for each one, so that a file that was taken away is made again.
 * @param limit bytes after which the file takes the older one's place
 * @throws what the file system does
 */
export function appendLine(file: string, line: string, limit: number): void {
  const handle = openSync(file, APPEND, OWN_FILE);
  try {
    writeSync(handle, `${line}\n`);
    if (fstatSync(handle).size <= limit) return;
  } finally {
    closeSync(handle);
  }
  try {
    renameFile(file, olderLog(file));
  } catch {
    rmSync(file); // a folder is in the older one's place: the log must not grow for that
  }
}
