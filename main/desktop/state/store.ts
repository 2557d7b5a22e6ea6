import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import ElectronStore from "electron-store";
import type { Problem } from "../../core/problem.ts";
import { mustBeFreeOrRegular, OWN_FILE, ownFile, ownFolder } from "../../files/own.ts";
import { type FileRefusal, RefusedFile, reasonOf } from "../../files/refused-file.ts";
import { renameFile } from "../../files/rename.ts";
import type { Clock } from "../clock.ts";

/** Bytes of a saved file that are read at the most: a thousand services, each with an event of the greatest size, fit. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Writes are put together: at most one in this time; milliseconds. */
const SAVE_AT_MOST_EVERY = 1_000;

export interface StoreSink {
  /** The last write failed, with its reason, or (null) succeeded again. */
  notSaved(detail: string | null): void;
  /** The file could not be understood; it lies under this name now. */
  putAside(file: string): void;
  /** In its place, or its folder's, lies something that is never read or written. */
  refused(path: string, why: FileRefusal): void;
}

/**
 * What becomes of the file, as problems that the person is told of.
 * @param refusedKey which file it is
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

/** Something saved as plain JSON: whoever reads it parses it like any other input. */
export interface Store<Content extends object> {
  readonly loaded: unknown;
  /** Saves soon; `take` is called when the write is made, so that a burst of changes costs one. */
  saveSoon(take: () => Content): void;
  /**
   * Saves as soon as what is under way is done: what a person did, or was told, must not be lost with a process that is
   * killed a moment later, and a notice is sent before it counts as told.
   */
  saveNow(take: () => Content): void;
  /** Makes a pending write now. */
  flush(): void;
  /** Keeps what was loaded under another name, for it is not understood and must not be overwritten. */
  putAside(): void;
}

/**
 * The file is replaced and read by electron-store, whole and synced as `main/files` does it.
 * @param folder where the file lies
 * @param name of the file, without `.json`
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
  /** What lies there could not be read, perhaps only now, and is not to be overwritten. */
  let mustKeep = false;
  try {
    ownFolder(folder);
    removeHalfWritten(folder, name);
    ownFile(file, MAX_BYTES);
    store = open();
    loaded = store.store;
  } catch (error) {
    store = undefined; // opened again when there is something to write
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

  /** @throws when the file is there and stays where it is */
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
      mustBeFreeOrRegular(file); // what is refused stays where it is
      if (mustKeep) keepAside();
      store ??= open();
      store.store = take() as Record<string, unknown>;
      pending = undefined;
      sink.notSaved(null);
    } catch (error) {
      failed(error); // stays pending: the next change tries again
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

/** A write that a power cut broke off leaves its half under a name of its own (`atomically`, which electron-store uses). */
function removeHalfWritten(folder: string, name: string): void {
  for (const file of readdirSync(folder)) {
    if (file.startsWith(`${name}.json.tmp-`)) rmSync(join(folder, file), { force: true });
  }
}
