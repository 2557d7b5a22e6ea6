import { existsSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import type { Problem } from "../../core/problem.ts";
import { makeFolder, OWN_FILE } from "../../files/own.ts";
import { readOwnFile } from "../../files/read-file.ts";
import { codeOf, reasonOf } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";
import { isSameSession, type Session } from "./desktop-session.ts";
import { HOLDER_FILE } from "./heard-start.ts";

/**
 * Chromium locks the app's folder, but does not say why it could not. It leaves a link `host-pid` on Linux and macOS
 * (`process_singleton_posix.cc`) and an open file on Windows (`process_singleton_win.cc`). The lock of `main/files` is not
 * used here: Chromium's also tells the app that runs of this start, and of the link that it was started with.
 */

/** Who runs in the app's folder. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  readonly session: Session;
}

const Holder: v.GenericSchema<unknown, Holder> = v.object({
  host: v.string(),
  pid: v.number(),
  session: v.object({ id: v.string(), display: v.string(), wayland: v.string() }),
});

export type Refusal =
  /** The app runs already, and Chromium has told it of this start. */
  | { readonly kind: "runs" }
  /** It runs, by what it wrote down; on Windows Chromium can tell it of this start in the same session only. */
  | { readonly kind: "runs-perhaps-elsewhere"; readonly pid: number }
  | { readonly kind: "cannot-start"; readonly problem: Problem };

const MAX_HOLDER_BYTES = 16 * 1024;

/** Writes down who holds the lock, for a start that does not get it. Nothing depends on it when it cannot be written. */
export function writeHolder(userData: string, holder: Holder): void {
  try {
    replaceOwnFile(join(userData, HOLDER_FILE), JSON.stringify(holder));
  } catch {
    // the disk is full, which is told elsewhere
  }
}

/** Why this start did not get the lock. @param me this start */
export function whyRefused(
  userData: string,
  me: Holder,
  platform: NodeJS.Platform,
  isAlive: (pid: number) => boolean,
): Refusal {
  const isWindows = platform === "win32";
  const holder = isWindows ? windowsHolder(userData, me) : linkedHolder(userData);
  if (holder === "not-a-lock") return refused(join(userData, "SingletonLock"), "file");
  if (holder === undefined) return cannotWrite(userData);
  const { host, pid, session } = holder;
  if (host !== me.host) return cannot({ key: "runs-on-other-computer", args: [host, String(pid), userData] });
  if (!isAlive(pid)) return cannotWrite(userData); // else Chromium had taken the lock over
  if (isWindows && pid !== me.pid) return { kind: "runs-perhaps-elsewhere", pid };
  if (session === undefined || isSameSession(session, me.session)) return { kind: "runs" };
  return cannot({ key: "runs-in-other-session", args: [String(pid), session.display || session.wayland] });
}

type Found = Pick<Holder, "host" | "pid"> & { readonly session?: Session };

function linkedHolder(userData: string): Found | "not-a-lock" | undefined {
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
 * Of a version that writes nothing down nobody knows more than that it runs. Windows sessions are not compared: their
 * names change when a person connects to one again.
 */
function windowsHolder(userData: string, me: Holder): Found | undefined {
  if (!existsSync(join(userData, "lockfile"))) return undefined;
  const { host, pid } = readHolder(userData) ?? me;
  return { host, pid };
}

function readHolder(userData: string): Holder | undefined {
  try {
    const text = readOwnFile(join(userData, HOLDER_FILE), MAX_HOLDER_BYTES).toString("utf8");
    return v.parse(Holder, JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The system's reason, from the places that Chromium writes to: the lock in the folder, and its socket. */
function cannotWrite(userData: string): Refusal {
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

function refused(path: string, detail: string): Refusal {
  return cannot({ key: "lock-refused", args: [path, detail] });
}

function cannot(problem: Problem): Refusal {
  return { kind: "cannot-start", problem };
}
