import { closeSync, fchmodSync, fsyncSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { HAS_MODES, mustBeFreeOrRegular, OWN_FILE } from "./own.ts";
import { codeOf } from "./refused-file.ts";
import { renameFile } from "./rename.ts";

/** A file's next content, complete beside it, and not yet in its place. */
export interface StagedFile {
  /** Puts it in its place, at once and whole. @throws when it cannot be put there */
  commit(): void;
  /** As if it had never been: what was there before the commit is there again, as far as the disk has room for it. */
  discard(): void;
}

/** What is added to a file's name for its staged. */
export const STAGED = ".new";

/**
 * Writes what a file is to hold, for its owner alone.
 * @throws a `RefusedFile` when something else than a file lies in its place, which stays; else what the system says; the
 * file is as it was then
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
 * Replaces a file in one step, for its owner alone.
 * @throws as `stageFile` does
 */
export function replaceFile(file: string, text: string): void {
  const staged = `${file}${STAGED}`;
  mustBeFreeOrRegular(file);
  write(staged, text);
  try {
    renameFile(staged, file);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
}

/**
 * Puts several files in their places, all or none: everything that needs room on the disk is done before the first one
 * changes.
 * @param stagings one function for each file; called in this order, and so committed
 * @throws what the first one that failed threw
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
        // The first error is the one that tells what is wrong.
      }
    }
    throw error;
  }
}

function write(staged: string, content: string | Buffer): void {
  rmSync(staged, { force: true }); // left by a run that was cut off, perhaps with another mode
  const handle = openSync(staged, "wx", OWN_FILE); // nothing that lies there is followed or waited for
  try {
    if (HAS_MODES) fchmodSync(handle, OWN_FILE); // the umask took some of it
    writeFileSync(handle, content);
    fsyncSync(handle);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

/** Undefined when there is none. */
function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
