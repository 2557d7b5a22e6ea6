import { readFileSync } from "node:fs";

/**
 * Whether a process with this id runs, also one of another user. An ended process keeps its id until its parent has read
 * the exit code. In a container without an init an ended orphan keeps it for ever. Neither counts as running.
 */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return !hasEnded(pid);
}

function hasEnded(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat[stat.lastIndexOf(")") + 2] === "Z";
  } catch {
    return false; // not on Linux
  }
}
