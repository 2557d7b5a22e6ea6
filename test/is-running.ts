import { readFileSync } from "node:fs";

/**
 * Whether a process runs. One that has ended is there until its parent has noticed; where nobody does so for orphans, as
 * in a container without an init, it stays for ever and runs no more.
 */
export function isRunning(pid: number | undefined): boolean {
  try {
    if (pid === undefined || !process.kill(pid, 0)) return false;
    if (process.platform !== "linux") return true;
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat[stat.lastIndexOf(")") + 2] !== "Z";
  } catch {
    return false;
  }
}
