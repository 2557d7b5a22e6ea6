import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, posix, win32 } from "node:path";
import { codeOf } from "../../files/refused-file.ts";

/**
 * Path of the policy for all users of a computer. The app finds it however it was started: by hand, at login, or by a
 * click on a toast after it had ended.
 */
export function policyPlace(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  switch (platform) {
    case "win32":
      return win32.join(env["ProgramData"] || "C:\\ProgramData", "Alrimi", "policy.json");
    case "darwin":
      return "/Library/Application Support/Alrimi/policy.json";
    default:
      return posix.join("/etc", "alrimi", "policy.json");
  }
}

/**
 * Returns the path if anything exists there. A file that cannot be read counts too, because ignoring it would bypass
 * the policy.
 */
export function placedPolicy(file: string): string | undefined {
  try {
    lstatSync(file);
    return file;
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : file;
  }
}

/** Owners whose files are accepted as an administrator's. */
export interface Trusted {
  readonly users: readonly number[];
  readonly groups: readonly number[];
}

/**
 * The accounts that may write a policy. On macOS, members of the group `admin` may write to some system folders.
 * Undefined on Windows, where Node cannot read permissions; there, the permissions of the folder have to protect it.
 */
export function administratorsOf(platform: NodeJS.Platform): Trusted | undefined {
  if (platform === "win32") return undefined;
  return { users: [0], groups: platform === "darwin" ? [0, 80] : [0] };
}

const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Checks that only administrators can change a file, because users of a shared computer must not plant a policy for
 * others.
 * @returns the first path that others can change: the file itself or a folder above it
 * @throws the file system's error
 */
export function changeableByOthers(file: string, trusted: Trusted): string | undefined {
  for (let path = realpathSync(file); ; path = dirname(path)) {
    if (isChangeable(statSync(path), trusted)) return path;
    if (path === dirname(path)) return undefined;
  }
}

/** Whether an account that is not trusted can change or replace this file or folder. */
export function isChangeable(
  { uid, gid, mode }: Pick<Stats, "uid" | "gid" | "mode">,
  { users, groups }: Trusted,
): boolean {
  if (!users.includes(uid)) return true;
  const isSticky = (mode & STICKY) !== 0; // in a sticky folder, only owners can replace their files
  if (!isSticky && (mode & OTHERS_WRITE) !== 0) return true;
  return !isSticky && (mode & GROUP_WRITES) !== 0 && !groups.includes(gid);
}
