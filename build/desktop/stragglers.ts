import { readdirSync, readFileSync } from "node:fs";

/**
 * Ends every process that still runs with this runtime folder in its environment: programs of the desktop that left
 * their process group, and apps that a test forgot. The folder is new for each desktop, so nobody else can be meant.
 * @returns the ids that were ended
 */
export function endStragglers(runtimeDir: string): number[] {
  const found = stragglers(runtimeDir);
  for (const pid of found) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it ended by itself meanwhile
    }
  }
  return found;
}

/** Ids of the processes that belong to the desktop with this runtime folder. */
export function stragglers(runtimeDir: string): number[] {
  const mark = `\0XDG_RUNTIME_DIR=${runtimeDir}\0`;
  const pids = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  return pids.filter((pid) => {
    try {
      return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(mark);
    } catch {
      return false; // gone, or somebody else's
    }
  });
}
