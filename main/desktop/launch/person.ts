import { homedir, userInfo } from "node:os";

/**
 * The OS login name; that of the environment for a person without an entry in the user database, as in a container.
 * @returns an empty text when nobody says it
 */
export function loginName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    return env["USER"] || env["LOGNAME"] || env["USERNAME"] || "";
  }
}

/** The home folder: as the environment says, else the user database; undefined when neither does. */
export function homeFolder(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Loads packages where nobody knows the home folder: `env-paths` asks for it while it is loaded, and throws then, although
 * nothing of what it finds is used.
 * @param folder stands in for the home folder meanwhile
 */
export async function withSomeHome<T>(folder: string, load: () => Promise<T>): Promise<T> {
  if (homeFolder() !== undefined) return load();
  process.env["HOME"] = folder;
  try {
    return await load();
  } finally {
    delete process.env["HOME"];
  }
}
