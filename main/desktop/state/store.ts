import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import ElectronStore from "electron-store";
import type { Problem } from "../../core/messages/index.ts";
import type { Clock } from "../clock.ts";

/** Writes are put together: at most one in this time; milliseconds. */
const SAVE_AT_MOST_EVERY = 1_000;

export interface StoreSink {
  /** The last write failed, with its reason, or (null) succeeded again. */
  notSaved(detail: string | null): void;
  /** The file could not be understood; it lies under this name now. */
  putAside(file: string): void;
}

/** What becomes of the file, as problems that the person is told of. */
export function storeProblems(
  tell: (problem: Problem) => void,
  untell: (key: Problem["key"]) => void,
): StoreSink {
  return {
    notSaved(detail) {
      if (detail === null) untell("not-saved");
      else tell({ key: "not-saved", args: [detail] });
    },
    putAside: (file) => tell({ key: "store-put-aside", args: [file] }),
  };
}

/** Something saved as plain JSON: whoever reads it parses it like any other input. */
export interface Store<Content extends object> {
  readonly loaded: unknown;
  /** Saves soon; `take` is called when the write is made, so that a burst of changes costs one. */
  saveSoon(take: () => Content): void;
  /** Makes a pending write now. */
  flush(): void;
  /** Keeps what was loaded under another name, for it is not understood and must not be overwritten. */
  putAside(): void;
}

/**
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
  const open = (): ElectronStore => new ElectronStore({ cwd: folder, name, clearInvalidConfig: false });
  removeHalfWritten(folder, name);
  let store: ElectronStore | undefined;
  let loaded: unknown;
  /** What lies there could not be read, perhaps only now, and is not to be overwritten. */
  let mustKeep = false;
  try {
    store = open();
    loaded = store.store;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError) {
      putAside(); // opened again when there is something to write
    } else {
      mustKeep = true;
      sink.notSaved(code ?? message);
    }
    store = undefined;
  }

  let pending: (() => Content) | undefined;
  let cancelTimer: (() => void) | undefined;

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
      renameSync(file, aside);
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
      if (mustKeep) keepAside();
      store ??= open();
      store.store = take() as Record<string, unknown>;
      pending = undefined;
      sink.notSaved(null);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      sink.notSaved(code ?? message); // stays pending: the next change tries again
    }
  }

  return {
    loaded,
    saveSoon(take) {
      pending = take;
      cancelTimer ??= clock.after(SAVE_AT_MOST_EVERY, flush);
    },
    flush,
    putAside,
  };
}

/** A write that a power cut broke off leaves its half under a name of its own (`atomically`, which electron-store uses). */
function removeHalfWritten(folder: string, name: string): void {
  try {
    for (const file of readdirSync(folder)) {
      if (file.startsWith(`${name}.json.tmp-`)) rmSync(join(folder, file), { force: true });
    }
  } catch {
    // No folder yet, or one that cannot be written: that is told when there is something to save.
  }
}
