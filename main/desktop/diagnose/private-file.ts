import { closeSync, constants, fchmodSync, fstatSync, ftruncateSync, openSync, writeFileSync } from "node:fs";
import { HAS_MODES, OWN_FILE } from "../../files/own.ts";
import { mustBeRegular } from "../../files/refused-file.ts";

const { O_WRONLY, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Writes a file that only its owner may read, at a place that the person named. An existing file is replaced, unless
 * another user owns it and could read it.
 * @throws a `RefusedFile`, an error for a file of another user, or the system's error
 */
export function writePrivateFile(file: string, text: string): void {
  const handle = openSync(file, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, OWN_FILE);
  try {
    const stats = fstatSync(handle);
    mustBeRegular(file, stats);
    if (process.getuid !== undefined && stats.uid !== process.getuid()) {
      throw new Error(`${file} belongs to another user`);
    }
    if (HAS_MODES && (stats.mode & 0o777) !== OWN_FILE) closeToOthers(handle);
    ftruncateSync(handle);
    writeFileSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

/** A USB stick has no modes, and the person may save there nevertheless. */
function closeToOthers(handle: number): void {
  try {
    fchmodSync(handle, OWN_FILE);
  } catch {
    // the file system has no modes
  }
}
