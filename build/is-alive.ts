import { readFileSync } from "node:fs";

/**
 * Whether a process with this id runs (also when it belongs to somebody else). One that has ended is there until its
 * parent has noticed; where nobody does so for orphans, as in a container without an init, it stays for ever.
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
