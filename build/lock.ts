import { readFileSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two updates of a held lock, and without an update until its holder counts as dead. */
const heartbeat = 2_000;
const staleAfter = 60_000;

/**
 * Runs `work` while no other process of this machine holds the same lock file.
 *
 * The lock only avoids double work. A lock of a dead process is taken over, so `work` itself must be safe to run twice
 * at once (build in a temporary folder, then rename).
 * @param onWait called once when another process holds the lock
 */
export async function withLock<T>(file: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  let told = false;
  while (!(await take(file))) {
    if (await isStale(file)) {
      await discard(file);
      continue;
    }
    if (!told) onWait?.();
    told = true;
    await sleep(100);
  }
  const timer = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), heartbeat);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await rm(file, { force: true });
  }
}

/** Uses a hard link, which appears with its content or not at all, so a lock is never read without its owner. */
async function take(file: string): Promise<boolean> {
  const draft = unique(file);
  await writeFile(draft, String(process.pid));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    const [owner, { mtimeMs }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    return !isAlive(Number(owner)) || Date.now() - mtimeMs > staleAfter;
  } catch {
    return false; // just released; the next attempt takes it
  }
}

async function discard(file: string): Promise<void> {
  const aside = unique(file);
  await rename(file, aside).catch(() => {});
  await rm(aside, { force: true });
}

let drafts = 0;
function unique(file: string): string {
  drafts += 1;
  return `${file}.${process.pid}.${drafts}`;
}

/**
 * Whether a process with this id is running, also one of another user. A zombie does not count: where no init reaps
 * orphans, as in some containers, it stays for ever.
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
