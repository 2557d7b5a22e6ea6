import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { codeOf, kindOf, mustBeRegular, RefusedFile } from "./refused-file.ts";

/**
 * Modes of files and folders that only their owner may use. Windows has no modes, but protects the person's profile.
 */
export const OWN_FILE = 0o600;
const OWN_FOLDER = 0o700;
/** Whether the system has file modes. */
export const HAS_MODES = process.platform !== "win32";

/** Marks a folder that several people share, such as `/tmp`. Its mode is not changed. */
const STICKY = 0o1000;

/**
 * Makes a folder and its parents with mode 0700, independent of the umask. An existing folder gets this mode.
 * @throws a `RefusedFile` for a link and for anything but a folder; else the system's error
 */
export function ownFolder(folder: string): void {
  if (lies(folder) === undefined) makeFolder(folder);
  const stats = lstatSync(folder);
  if (!stats.isDirectory()) throw new RefusedFile(folder, kindOf(stats));
  if (HAS_MODES && (stats.mode & 0o777) !== OWN_FOLDER && (stats.mode & STICKY) === 0) {
    chmodSync(folder, OWN_FOLDER);
  }
}

/**
 * Makes a folder and its missing parents. Node's recursive `mkdirSync` does not return for a folder that exists but
 * reports ENOENT, as `/proc` does.
 * @throws the system's error
 */
export function makeFolder(folder: string): void {
  const above = dirname(folder);
  if (lies(folder) === undefined && above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: OWN_FOLDER });
  } catch (error) {
    if (codeOf(error) !== "EEXIST" || !statSync(folder).isDirectory()) throw error;
  }
}

/** The real path of a folder, which may be a link that the person or the administrator made. Makes a missing folder. */
export function realFolder(folder: string): string {
  try {
    makeFolder(folder);
    return realpathSync(folder);
  } catch {
    return folder; // the error is reported when the folder is used
  }
}

/**
 * Gives an existing file mode 0600. A missing file is no error.
 * @param limit bytes
 * @throws a `RefusedFile` for a link, for anything but a regular file, and above `limit`; else the system's error
 */
export function ownFile(file: string, limit = Number.POSITIVE_INFINITY): void {
  const stats = lies(file);
  if (stats === undefined) return;
  mustBeRegular(file, stats);
  if (stats.size > limit) throw new RefusedFile(file, "too-large");
  if (!HAS_MODES || (stats.mode & 0o777) === OWN_FILE) return;
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    fchmodSync(handle, OWN_FILE);
  } finally {
    closeSync(handle);
  }
}

/** @throws a `RefusedFile` if the path exists and is not a regular file */
export function mustBeFreeOrRegular(file: string): void {
  const stats = lies(file);
  if (stats !== undefined) mustBeRegular(file, stats);
}

function lies(path: string) {
  try {
    return lstatSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
