import { closeSync, constants, fstatSync, openSync, rmSync, writeSync } from "node:fs";
import { OWN_FILE } from "../../files/own.ts";
import { renameFile } from "../../files/rename.ts";

/** Windows lacks the last two flags. They prevent following a link and waiting for a pipe in the place of the file. */
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const APPEND = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK;

/** Path of the log before the last rotation. */
export function olderLog(file: string): string {
  return file.replace(/\.log$/, ".old.log");
}

/**
 * Appends a line. Opens the file each time, so that a removed file is created again.
 * @param limit size in bytes at which the file is rotated
 * @throws the file system's error
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
    rmSync(file); // a folder is in the place of the old log; without this the log would grow without limit
  }
}
