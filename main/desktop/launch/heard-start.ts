import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";

/** In the app's folder: who runs in it. Its time is when that app last heard of another start. */
export const HOLDER_FILE = "running.json";

/** Says that this app, which holds the lock, has heard of another start. */
export function acknowledgeStart(userData: string, now: number): void {
  try {
    utimesSync(join(userData, HOLDER_FILE), now / 1_000, now / 1_000);
  } catch {
    // then the other start says that nobody answers
  }
}

/** Whether the app that holds the lock has heard of a start. @param since milliseconds since the Unix epoch */
export function isAcknowledged(userData: string, since: number): boolean {
  try {
    return statSync(join(userData, HOLDER_FILE)).mtimeMs >= since;
  } catch {
    return false;
  }
}
