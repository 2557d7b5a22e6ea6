import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import ElectronStore from "electron-store";
import type { Problem } from "../../core/problem.ts";
import { mustBeFreeOrRegular, OWN_FILE, ownFile, ownFolder } from "../../files/own.ts";
import { type FileRefusal, RefusedFile, reasonOf } from "../../files/refused-file.ts";
import { renameFile } from "../../files/rename.ts";
import type { Clock } from "../clock.ts";

/** Maximum size of a saved file in bytes. A thousand services with events of maximum size fit. */
export const MAX_STORE_BYTES = 32 * 1024 * 1024;

/** Minimum interval between two delayed writes, in milliseconds. */
const SAVE_AT_MOST_EVERY = 1_000;

/** Receives the failures of a store. */
export interface StoreSink {
  /**
   * The last write failed, or succeeded again.
   * @param detail the reason; null after a success
   */
  notSaved(detail: string | null): void;
  /**
   * The file could not be understood and was renamed.
   * @param file its new path
   */
  putAside(file: string): void;
  /** The file or its folder is of a kind that is never read or written, such as a link. */
  refused(path: string, why: FileRefusal): void;
}

/**
 * Reports events of a store as problems.
 * @param refusedKey problem for a refused file
 */
export function storeProblems(
  refusedKey: "state-refused" | "preferences-refused",
  tell: (problem: Problem) => void,
  untell: (key: Problem["key"]) => void,
): StoreSink {
  return {
    notSaved(detail) {
      if (detail !== null) return tell({ key: "not-saved", args: [detail] });
      untell("not-saved");
      untell(refusedKey);
    },
    refused: (path, why) => tell({ key: refusedKey, args: [path, why] }),
    putAside: (file) => tell({ key: "store-put-aside", args: [file] }),
  };
}

/** Content saved as plain JSON. Readers parse it like any other input. */
export interface Store<Content extends object> {
  readonly loaded: unknown;
  /** Saves within a second. `take` is called at the write, so that a burst of changes costs one write. */
  saveSoon(take: () => Content): void;
  /**
   * Saves in the next turn of the event loop, so that a killed process does not lose an action of the person or a sent
   * notice. The notice itself is sent first.
   */
  saveNow(take: () => Content): void;
  /** Writes pending content now. */
  flush(): void;
  /** Renames the loaded file, which was not understood and must not be overwritten. */
  putAside(): void;
}

/**
 * Opens a store and reads its file. electron-store replaces it completely and synced, as `main/files` does.
 * @param folder folder of the file
 * @param name file name without `.json`
 */
export function openStore<Content extends object>(
  folder: string,
  name: string,
  clock: Clock,
  sink: StoreSink,
): Store<Content> {
  const file = join(folder, `${name}.json`);
  const open = (): ElectronStore =>
    new ElectronStore({ cwd: folder, name, clearInvalidConfig: false, configFileMode: OWN_FILE });
  let store: ElectronStore | undefined;
  let loaded: unknown;
  /** An existing file could not be read and must not be overwritten. */
  let mustKeep = false;
  try {
    ownFolder(folder);
    removeHalfWritten(folder, name);
    ownFile(file, MAX_STORE_BYTES);
    store = open();
    loaded = store.store;
  } catch (error) {
    store = undefined; // opened again at the next write
    if (error instanceof SyntaxError) putAside();
    else {
      mustKeep = true;
      failed(error);
    }
  }

  let pending: (() => Content) | undefined;
  let cancelTimer: (() => void) | undefined;

  function failed(error: unknown): void {
    if (error instanceof RefusedFile && error.code !== "too-large") sink.refused(error.path, error.code);
    else sink.notSaved(reasonOf(error));
  }

  function putAside(): void {
    mustKeep = true;
    try {
      keepAside();
    } catch (error) {
      sink.notSaved((error as Error).message);
    }
  }

  /** @throws when the file exists and cannot be renamed */
  function keepAside(): void {
    const aside = `${file}.aside-${clock.now()}`;
    try {
      renameFile(file, aside);
      sink.putAside(aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    mustKeep = false;
  }

  function flush(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    if (pending === undefined) return;
    const take = pending;
    try {
      ownFolder(folder);
      mustBeFreeOrRegular(file); // a refused file stays in place
      if (mustKeep) keepAside();
      store ??= open();
      store.store = take() as Record<string, unknown>;
      pending = undefined;
      sink.notSaved(null);
    } catch (error) {
      failed(error); // stays pending; the next change tries again
    }
  }

  return {
    loaded,
    saveSoon(take) {
      pending = take;
      cancelTimer ??= clock.after(SAVE_AT_MOST_EVERY, flush);
    },
    saveNow(take) {
      pending = take;
      cancelTimer?.();
      cancelTimer = clock.after(0, flush);
    },
    flush,
    putAside,
  };
}

/** Removes the temporary file of an interrupted write (by `atomically`, which electron-store uses). */
function removeHalfWritten(folder: string, name: string): void {
  for (const file of readdirSync(folder)) {
    if (file.startsWith(`${name}.json.tmp-`)) rmSync(join(folder, file), { force: true });
  }
}
