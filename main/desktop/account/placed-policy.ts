import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, posix, win32 } from "node:path";
import { codeOf } from "../../files/refused-file.ts";

/**
 * Where an administrator puts the policy of everybody on a computer, so that the app finds it however it was started: by
 * hand, at login, or by a click on a toast after it had ended.
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

/** The file, where there is anything at it: also what cannot be read, for a policy that is passed over is no policy. */
export function placedPolicy(file: string): string | undefined {
  try {
    lstatSync(file);
    return file;
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : file;
  }
}

/** Whose files count as an administrator's, beside root's own. */
export interface Trusted {
  readonly users: readonly number[];
  readonly groups: readonly number[];
}

/**
 * On macOS administrators are in the group `admin`, and may write to some of the system's folders. Undefined on Windows:
 * it has no modes that Node could read, so the folder's permissions are set by whoever makes it.
 */
export function administratorsOf(platform: NodeJS.Platform): Trusted | undefined {
  if (platform === "win32") return undefined;
  return { users: [0], groups: platform === "darwin" ? [0, 80] : [0] };
}

const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * The first of a file and the folders above it that somebody else than an administrator could change: on a shared computer
 * nobody is to plant a policy for the others.
 * @throws what the file system does
 */
export function changeableByOthers(file: string, trusted: Trusted): string | undefined {
  for (let path = realpathSync(file); ; path = dirname(path)) {
    if (isChangeable(statSync(path), trusted)) return path;
    if (path === dirname(path)) return undefined;
  }
}

export function isChangeable(
  { uid, gid, mode }: Pick<Stats, "uid" | "gid" | "mode">,
  { users, groups }: Trusted,
): boolean {
  if (!users.includes(uid)) return true;
  const isSticky = (mode & STICKY) !== 0; // what is not one's own stays in such a folder
  if (!isSticky && (mode & OTHERS_WRITE) !== 0) return true;
  return !isSticky && (mode & GROUP_WRITES) !== 0 && !groups.includes(gid);
}
