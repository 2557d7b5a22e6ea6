import { lstatSync, readlinkSync, realpathSync, type Stats } from "node:fs";
import { dirname, posix, resolve, win32 } from "node:path";
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
 * @returns the first path that others can change: the file itself, a folder above it, or one on the way of a link
 * @throws the file system's error
 */
export function changeableByOthers(file: string, trusted: Trusted): string | undefined {
  const real = realpathSync(file); // also ends a loop of links
  return changeableOn(resolve(file), trusted) ?? changeableOn(real, trusted);
}

/** From the root down, and along each link, because who can replace a link can choose another file. */
function changeableOn(path: string, trusted: Trusted): string | undefined {
  const above = dirname(path);
  const found = above === path ? undefined : changeableOn(above, trusted);
  if (found !== undefined) return found;
  const stats = lstatSync(path);
  if (!stats.isSymbolicLink()) return isChangeable(stats, trusted) ? path : undefined;
  if (!trusted.users.includes(stats.uid)) return path;
  return changeableOn(resolve(realpathSync(above), readlinkSync(path)), trusted);
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
