import { existsSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import type { Problem } from "../../core/problem.ts";
import { makeFolder, OWN_FILE } from "../../files/own.ts";
import { readOwnFile } from "../../files/read-file.ts";
import { codeOf, reasonOf } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";
import { type DesktopSession, isSameDesktopSession } from "./desktop-session.ts";
import { HOLDER_FILE } from "./heard-start.ts";

/**
 * Chromium locks the app's folder but does not report why that failed. The lock is a link `host-pid` on Linux and macOS
 * (`process_singleton_posix.cc`) and an open file on Windows (`process_singleton_win.cc`). The lock of `main/files` is
 * not used here, because Chromium's lock also passes this start and its link to the running app.
 */

/** The process that runs in the app's folder. */
export interface LockHolder {
  readonly host: string;
  readonly pid: number;
  readonly session: DesktopSession;
}

const LockHolder: v.GenericSchema<unknown, LockHolder> = v.object({
  host: v.string(),
  pid: v.number(),
  session: v.object({ id: v.string(), display: v.string(), wayland: v.string() }),
});

/** Reason why a start did not get the lock. */
export type LockRefusal =
  /** The app is running, and Chromium has notified it of this start. */
  | { readonly kind: "runs" }
  /** The app is running, according to its file. On Windows, Chromium can notify it only in the same session. */
  | { readonly kind: "runs-perhaps-elsewhere"; readonly pid: number }
  | { readonly kind: "cannot-start"; readonly problem: Problem };

const MAX_HOLDER_BYTES = 16 * 1024;

/** Records the holder of the lock, for a start that does not get it. A failure to write is ignored. */
export function writeHolder(userData: string, holder: LockHolder): void {
  try {
    replaceOwnFile(join(userData, HOLDER_FILE), JSON.stringify(holder));
  } catch {
    // the disk is full, which is reported elsewhere
  }
}

/**
 * Finds the reason why this start did not get the lock.
 * @param me this process
 * @param isAlive whether a process exists on this computer
 */
export function whyRefused(
  userData: string,
  me: LockHolder,
  platform: NodeJS.Platform,
  isAlive: (pid: number) => boolean,
): LockRefusal {
  const isWindows = platform === "win32";
  const holder = isWindows ? windowsHolder(userData, me) : linkedHolder(userData);
  if (holder === "not-a-lock") return refused(join(userData, "SingletonLock"), "file");
  if (holder === undefined) return cannotWrite(userData);
  const { host, pid, session } = holder;
  if (host !== me.host) return cannot({ key: "runs-on-other-computer", args: [host, String(pid), userData] });
  if (!isAlive(pid)) return cannotWrite(userData); // otherwise Chromium would have taken the lock over
  if (isWindows && pid !== me.pid) return { kind: "runs-perhaps-elsewhere", pid };
  if (session === undefined || isSameDesktopSession(session, me.session)) return { kind: "runs" };
  return cannot({ key: "runs-in-other-session", args: [String(pid), session.display || session.wayland] });
}

type FoundHolder = Pick<LockHolder, "host" | "pid"> & { readonly session?: DesktopSession };

function linkedHolder(userData: string): FoundHolder | "not-a-lock" | undefined {
  let link: string;
  try {
    link = readlinkSync(join(userData, "SingletonLock"));
  } catch (error) {
    return codeOf(error) === "EINVAL" ? "not-a-lock" : undefined;
  }
  const [, host = "", pid = ""] = /^(.*)-(\d+)$/.exec(link) ?? [];
  const written = readHolder(userData);
  const found = { host, pid: Number(pid) };
  return written?.pid === found.pid && written.host === host ? written : found;
}

/**
 * An old version writes no file, so only the fact that it runs is known. Windows sessions are not compared, because
 * their names change when a person reconnects.
 */
function windowsHolder(userData: string, me: LockHolder): FoundHolder | undefined {
  if (!existsSync(join(userData, "lockfile"))) return undefined;
  const { host, pid } = readHolder(userData) ?? me;
  return { host, pid };
}

function readHolder(userData: string): LockHolder | undefined {
  try {
    const text = readOwnFile(join(userData, HOLDER_FILE), MAX_HOLDER_BYTES).toString("utf8");
    return v.parse(LockHolder, JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Finds the system's reason by writing to the places that Chromium writes to: the app's folder, and the temporary
 * folder for its socket.
 */
function cannotWrite(userData: string): LockRefusal {
  for (const folder of [userData, tmpdir()]) {
    const probe = join(folder, `.alrimi-${process.pid}`);
    try {
      makeFolder(folder);
      writeFileSync(probe, "x".repeat(4096), { flag: "wx", mode: OWN_FILE });
      rmSync(probe);
    } catch (error) {
      return refused(folder, reasonOf(error));
    }
  }
  return refused(userData, "?");
}

function refused(path: string, detail: string): LockRefusal {
  return cannot({ key: "lock-refused", args: [path, detail] });
}

function cannot(problem: Problem): LockRefusal {
  return { kind: "cannot-start", problem };
}
