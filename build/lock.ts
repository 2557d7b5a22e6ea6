import { mkdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "../main/files/lock.ts";

/** Milliseconds between two attempts. */
const interval = 100;

/**
 * Runs `work` while no other process of this machine holds the same lock. Two machines may share the folder, such as a
 * home on a network share, so `work` itself must be safe to run twice at once.
 * @param file path of the lock: `<file>.<number>` exists while it is held
 * @param onWait called once when another process holds the lock
 */
export async function withLock<T>(file: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  let told = false;
  for (;;) {
    const release = await takeLock(folder, basename(file));
    if (release === undefined) {
      if (!told) onWait?.();
      told = true;
      await sleep(interval);
      continue;
    }
    try {
      return await work();
    } finally {
      await release();
    }
  }
}
