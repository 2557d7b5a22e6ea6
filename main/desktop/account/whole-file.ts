import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** A file's next content, complete beside it, and not yet in its place. */
export interface FileDraft {
  /** Puts it in its place, at once and whole. @throws when it cannot be put there */
  commit(): void;
  /** As if it had never been: what was there before the commit is there again, as far as the disk has room for it. */
  discard(): void;
}

/**
 * Writes what a file is to hold, for its owner alone.
 * @throws when it cannot be written; the file is as it was then
 */
export function draftFile(file: string, text: string): FileDraft {
  const draft = `${file}.new`;
  let before: Buffer | undefined;
  let isCommitted = false;
  write(draft, text);
  return {
    commit() {
      before = contentOf(file);
      renameSync(draft, file);
      isCommitted = true;
    },
    discard() {
      rmSync(draft, { force: true });
      if (!isCommitted) return;
      isCommitted = false;
      if (before === undefined) rmSync(file, { force: true });
      else {
        write(draft, before);
        renameSync(draft, file);
      }
    },
  };
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

function write(draft: string, content: string | Buffer): void {
  rmSync(draft, { force: true }); // left by a run that was cut off, perhaps with another mode
  try {
    writeFileSync(draft, content, { mode: 0o600, flush: true });
    chmodSync(draft, 0o600);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Undefined when there is none. */
function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
