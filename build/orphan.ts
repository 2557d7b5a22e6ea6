import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isAlive } from "./is-alive.ts";

/** Polling interval in milliseconds. */
const interval = 500;

/**
 * Calls back once when `npm run` was ended by a signal that did not reach this process.
 *
 * npm passes SIGTERM to the shell that runs a script. The shell dies without passing it on, and the script would
 * continue as an orphan. So the two parent processes are watched. Does nothing outside `npm run`.
 * @returns the undo
 */
export function whenOrphaned(callback: () => void, env: NodeJS.ProcessEnv = process.env): () => void {
  if (env["npm_lifecycle_event"] === undefined || process.platform === "win32") return () => {};
  const above = [process.ppid, parentOf(process.ppid)].filter((pid) => pid > 1);
  const timer = setInterval(() => {
    if (above.every(isAlive)) return;
    clearInterval(timer);
    callback();
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}

function parentOf(pid: number): number {
  try {
    if (process.platform === "linux") {
      return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
    }
    return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
  } catch {
    return 0; // it has ended, or there is no ps; then only the direct parent is watched
  }
}
