import { type FSWatcher, statSync, watch } from "node:fs";
import type { Log } from "../log/log.ts";

export interface WatchedFolders {
  /** Watches the folders that have appeared or been replaced. */
  renew(): void;
  stop(): void;
}

/** Calls back when something in one of the folders may have changed. A folder may be missing. */
export function watchFolders(
  folders: readonly string[],
  changed: () => void,
  log: Pick<Log, "info">,
): WatchedFolders {
  const watched = new Map<string, { readonly id: string; readonly watcher: FSWatcher }>();

  function forget(folder: string): void {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  }

  function renew(): void {
    for (const folder of new Set(folders)) {
      const id = idOf(folder);
      if (watched.get(folder)?.id === id) continue;
      forget(folder); // the watcher of a removed folder stays silent
      if (id === undefined) continue;
      try {
        const watcher = watch(folder, { persistent: false }, changed);
        watcher.on("error", () => forget(folder)); // the check of each minute goes on
        watched.set(folder, { id, watcher });
      } catch (error) {
        log.info(`policy folder not watched: ${folder}: ${String(error)}`);
      }
    }
  }

  renew();
  return {
    renew,
    stop() {
      for (const folder of [...watched.keys()]) forget(folder);
    },
  };
}

/** Tells a folder from another one that has taken its name. Undefined when there is none. */
function idOf(folder: string): string | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false, bigint: true });
  return stats?.isDirectory() ? `${stats.dev}:${stats.ino}:${stats.birthtimeNs}` : undefined;
}
