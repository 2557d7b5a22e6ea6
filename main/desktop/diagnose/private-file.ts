import { lstatSync } from "node:fs";
import { mustBeRegular } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";

/**
 * Writes a file that only its owner may read, at a place that the person named. An existing file is replaced by a new
 * one, because others may have opened it. One of another user is left as it is.
 * @throws a `RefusedFile`, an error for a file of another user, or the system's error
 */
export function writePrivateFile(file: string, text: string): void {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats !== undefined) mustBeRegular(file, stats);
  if (stats !== undefined && process.getuid !== undefined && stats.uid !== process.getuid()) {
    throw new Error(`${file} belongs to another user`);
  }
  replaceOwnFile(file, text);
}
