import { readFileSync } from "node:fs";

const EVERY_MS = 500;

/**
 * Calls back once when the process that started this one is gone. `npm start` runs us by a shell and that by tsx: told
 * to end (SIGTERM), npm ends the shell, which passes nothing on, and we would run on unseen. Returns the undo.
 */
export function onOrphaned(callback: () => void): () => void {
  const ancestors = lineage();
  const timer = setInterval(() => {
    if (lineage().join() === ancestors.join()) return;
    clearInterval(timer);
    callback();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The ids of tsx and, when npm started it, of npm's shell. */
function lineage(): readonly (number | undefined)[] {
  const parent = process.ppid;
  return process.env["npm_lifecycle_event"] === undefined ? [parent] : [parent, parentOf(parent)];
}

/** Undefined where it cannot be known: on other systems than Linux. */
function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]);
  } catch {
    return undefined;
  }
}
