import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { HAS_MODES, mustBeFreeOrRegular, OWN_FILE } from "./own.ts";
import { codeOf } from "./refused-file.ts";
import { renameFile } from "./rename.ts";

/** The next content of a file, written completely to a second file beside it. */
export interface StagedFile {
  /** Replaces the file in one step. @throws a `RefusedFile` or the system's error */
  commit(): void;
  /** Deletes the second file. After a commit it restores the old content. @throws the system's error (full disk) */
  discard(): void;
}

/** The suffix of the second file. */
const STAGED = ".new";
/** The mode of a new file, before the umask is applied. */
const ANY_FILE = 0o666;

/**
 * Writes the next content of a file to a second file with mode 0600.
 * @throws a `RefusedFile` if the path is not a regular file; else the system's error. The file is unchanged then.
 */
export function stageFile(file: string, text: string): StagedFile {
  const staged = `${file}${STAGED}`;
  let before: Buffer | undefined;
  let isCommitted = false;
  mustBeFreeOrRegular(file);
  write(staged, text);
  return {
    commit() {
      mustBeFreeOrRegular(file);
      before = contentOf(file);
      renameFile(staged, file);
      isCommitted = true;
    },
    discard() {
      rmSync(staged, { force: true });
      if (!isCommitted) return;
      isCommitted = false;
      if (before === undefined) rmSync(file, { force: true });
      else {
        write(staged, before);
        renameFile(staged, file);
      }
    },
  };
}

/**
 * Replaces a file in one step, with mode 0600.
 * @throws as `stageFile` does
 */
export function replaceOwnFile(file: string, content: string | Uint8Array): void {
  mustBeFreeOrRegular(file);
  replace(file, content, { staged: `${file}${STAGED}`, mode: OWN_FILE });
}

/**
 * Replaces a file that other programs read, in one step. Several processes may write it at once. It gets the mode of any
 * new file. A link at the path is replaced too.
 * @throws the system's error; the file is unchanged then
 */
export function replaceSharedFile(file: string, content: string): void {
  replace(file, content, { staged: `${file}.${process.pid}${STAGED}`, mode: ANY_FILE });
}

function replace(
  file: string,
  content: string | Uint8Array,
  { staged, mode }: { readonly staged: string; readonly mode: number },
): void {
  write(staged, content, mode);
  try {
    renameFile(staged, file);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
}

/**
 * Replaces several files, all or none. Everything that needs disk space is done before the first file changes.
 * @param stagings one function per file, called and committed in this order
 * @throws the first error
 */
export function replaceTogether(stagings: readonly (() => StagedFile)[]): void {
  const made: StagedFile[] = [];
  try {
    for (const stage of stagings) made.push(stage());
    for (const staged of made) staged.commit();
  } catch (error) {
    for (const staged of made.reverse()) {
      try {
        staged.discard();
      } catch {
        // The first error shows the cause.
      }
    }
    throw error;
  }
}

function write(staged: string, content: string | Uint8Array, mode = OWN_FILE): void {
  rmSync(staged, { force: true }); // an interrupted run may have left one, perhaps with another mode
  const handle = openSync(staged, "wx", mode); // "wx" follows no link and opens no pipe
  try {
    const made = fstatSync(handle).mode;
    // The umask may have removed the owner's own bits.
    if (HAS_MODES && (made & OWN_FILE) !== OWN_FILE) fchmodSync(handle, made | OWN_FILE);
    writeFileSync(handle, content);
    fsyncSync(handle);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

/** The content of a file; undefined if it does not exist. */
function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
