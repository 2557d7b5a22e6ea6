import { homedir, userInfo } from "node:os";

/**
 * The OS login name. From the environment for a person without an entry in the user database, as in a container.
 * @returns an empty string when unknown
 */
export function loginName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    return env["USER"] || env["LOGNAME"] || env["USERNAME"] || "";
  }
}

/** The home folder, from the environment or the user database. Undefined when neither knows it. */
export function homeFolder(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Loads modules where the home folder is unknown. `env-paths` reads it at import and throws, although its result is
 * unused.
 * @param folder replaces the home folder meanwhile
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
