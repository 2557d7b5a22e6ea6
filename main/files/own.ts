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

/** Files and folders for their owner alone, whatever the umask. Windows has no modes: the person's profile is closed there. */
export const OWN_FILE = 0o600;
const OWN_FOLDER = 0o700;
export const HAS_MODES = process.platform !== "win32";

/** A folder that several people share, such as `/tmp`, stays as it is. */
const STICKY = 0o1000;

/**
 * Makes a folder, with those above it, for its owner alone; also one that is there already.
 * @throws a `RefusedFile` for a link and for what is no folder; else what the system says
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
 * Makes a folder, and those above it, where there is nothing yet. Node's own way never returns where a folder that is there
 * says that there is none, as `/proc` does.
 * @throws what the system says
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

/** A folder where it really lies: the person, or who set up the computer, may have put a link in its place. */
export function realFolder(folder: string): string {
  try {
    makeFolder(folder);
    return realpathSync(folder);
  } catch {
    return folder; // what is wrong is said where it is used
  }
}

/**
 * A file that is there already is for its owner alone from now on.
 * @param limit bytes
 * @throws a `RefusedFile` for a link, for what is no regular file, and for more than `limit`; else what the system says
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

/** @throws a `RefusedFile` when something else than a regular file lies there; nothing at all is as good */
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
