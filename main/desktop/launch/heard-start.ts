import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";

/**
 * File in the app's folder that names the running process. Its modification time is the last time that this process
 * noticed another start.
 */
export const HOLDER_FILE = "running.json";

/**
 * Records that this app, which holds the lock, noticed another start.
 * @param now milliseconds since the Unix epoch
 */
export function acknowledgeStart(userData: string, now: number): void {
  try {
    utimesSync(join(userData, HOLDER_FILE), now / 1_000, now / 1_000);
  } catch {
    // the other start then reports that the app does not answer
  }
}

/**
 * Whether the app that holds the lock noticed a start.
 * @param since milliseconds since the Unix epoch
 */
export function isAcknowledged(userData: string, since: number): boolean {
  try {
    return statSync(join(userData, HOLDER_FILE)).mtimeMs >= since;
  } catch {
    return false;
  }
}
