import { readdirSync, readFileSync } from "node:fs";

/**
 * Kills every process whose environment contains this runtime folder: programs that left their process group, and apps
 * that a test did not end. The folder is unique to the desktop, so no other process can match.
 * @returns the process ids
 */
export function endStragglers(runtimeDir: string): number[] {
  const found = stragglers(runtimeDir);
  for (const pid of found) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it has ended meanwhile
    }
  }
  return found;
}

/** Process ids of the desktop with this runtime folder. */
export function stragglers(runtimeDir: string): number[] {
  const mark = `\0XDG_RUNTIME_DIR=${runtimeDir}\0`;
  const pids = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  return pids.filter((pid) => {
    try {
      return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(mark);
    } catch {
      return false; // it has ended, or belongs to another user
    }
  });
}
