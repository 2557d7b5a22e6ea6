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

/** A file's next content, complete beside it, and not yet in its place. */
export interface FileDraft {
  /** Puts it in its place, at once and whole. @throws when it cannot be put there */
  commit(): void;
  /** As if it had never been: what was there before the commit is there again, as far as the disk has room for it. */
  discard(): void;
}

/** What is added to a file's name for its draft. */
const DRAFT = ".new";
/** The mode of a new file, of which the umask takes its part. */
const ANY_FILE = 0o666;

/**
 * Writes what a file is to hold, for its owner alone.
 * @throws a `RefusedFile` when something else than a file lies in its place, which stays; else what the system says; the
 * file is as it was then
 */
export function draftFile(file: string, text: string): FileDraft {
  const draft = `${file}${DRAFT}`;
  let before: Buffer | undefined;
  let isCommitted = false;
  mustBeFreeOrRegular(file);
  write(draft, text);
  return {
    commit() {
      mustBeFreeOrRegular(file);
      before = contentOf(file);
      renameFile(draft, file);
      isCommitted = true;
    },
    discard() {
      rmSync(draft, { force: true });
      if (!isCommitted) return;
      isCommitted = false;
      if (before === undefined) rmSync(file, { force: true });
      else {
        write(draft, before);
        renameFile(draft, file);
      }
    },
  };
}

/**
 * Replaces a file in one step, for its owner alone.
 * @throws as `draftFile` does
 */
export function replaceOwnFile(file: string, content: string | Uint8Array): void {
  mustBeFreeOrRegular(file);
  replace(file, content, { draft: `${file}${DRAFT}`, mode: OWN_FILE });
}

/**
 * Replaces a file of the desktop's in one step: other programs read it, and several processes may write it. It gets the
 * mode of any new file. A link in its place is replaced too.
 * @throws what the system says; the file is as it was then
 */
export function replaceSharedFile(file: string, content: string): void {
  replace(file, content, { draft: `${file}.${process.pid}${DRAFT}`, mode: ANY_FILE });
}

function replace(
  file: string,
  content: string | Uint8Array,
  { draft, mode }: { readonly draft: string; readonly mode: number },
): void {
  write(draft, content, mode);
  try {
    renameFile(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Puts several files in their places, all or none: everything that needs room on the disk is done before the first one
 * changes.
 * @param drafts one function for each file; called in this order, and so committed
 * @throws what the first one that failed threw
 */
export function replaceTogether(drafts: readonly (() => FileDraft)[]): void {
  const made: FileDraft[] = [];
  try {
    for (const draft of drafts) made.push(draft());
    for (const draft of made) draft.commit();
  } catch (error) {
    for (const draft of made.reverse()) {
      try {
        draft.discard();
      } catch {
        // The first error is the one that tells what is wrong.
      }
    }
    throw error;
  }
}

function write(draft: string, content: string | Uint8Array, mode = OWN_FILE): void {
  rmSync(draft, { force: true }); // left by a run that was cut off, perhaps with another mode
  const handle = openSync(draft, "wx", mode); // nothing that lies there is followed or waited for
  try {
    const made = fstatSync(handle).mode;
    if (HAS_MODES && (made & OWN_FILE) !== OWN_FILE) fchmodSync(handle, made | OWN_FILE); // the umask took some of it
    writeFileSync(handle, content);
    fsyncSync(handle);
  } catch (error) {
    rmSync(draft, { force: true });
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
