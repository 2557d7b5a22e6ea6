import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { olderLog } from "./log-file.ts";

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * The last lines of the log, from the older file too. Empty when there is none, or it cannot be read.
 * @param file path of the log file
 * @param most bytes
 */
export function logEnd(file: string, most: number): string {
  const newest = fileEnd(file, most);
  const older = newest.length < most ? fileEnd(olderLog(file), most - newest.length) : Buffer.alloc(0);
  const end = Buffer.concat([older, newest]).toString("utf8");
  return older.length + newest.length < most ? end : end.slice(end.indexOf("\n") + 1); // without half a line
}

function fileEnd(file: string, most: number): Buffer {
  try {
    const handle = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = fstatSync(handle);
      if (!stats.isFile()) return Buffer.alloc(0);
      const end = Buffer.alloc(Math.min(stats.size, most));
      return end.subarray(0, readSync(handle, end, 0, end.length, stats.size - end.length));
    } finally {
      closeSync(handle);
    }
  } catch {
    return Buffer.alloc(0); // the facts about the files tell why
  }
}
