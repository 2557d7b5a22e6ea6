import { renameSync } from "node:fs";
import { codeOf } from "./refused-file.ts";

/** How often it is tried on Windows, and the pause between two attempts in milliseconds: a second in all. */
const ATTEMPTS = 20;
const PAUSE = 50;
/** What Windows says while another program has the file open. */
const HELD = ["EPERM", "EACCES", "EBUSY"];

/** The system's part; tests put their own in. */
export interface RenamePorts {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => void;
  /** @param duration milliseconds */
  readonly pause: (duration: number) => void;
}

const system: RenamePorts = {
  platform: process.platform,
  rename: renameSync,
  pause: (duration) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, duration),
};

/**
 * Renames a file; what lies at the new name is replaced. On Windows a virus scanner or the search index may hold a file
 * for a moment after it was written, so it is tried for a second there.
 * @throws what the system says, on Windows after the last attempt
 */
export function renameFile(
  from: string,
  to: string,
  { platform, rename, pause }: RenamePorts = system,
): void {
  for (let attempt = 1; ; attempt++) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      const isHeld = platform === "win32" && HELD.includes(codeOf(error) ?? "");
      if (!isHeld || attempt === ATTEMPTS) throw error;
      pause(PAUSE);
    }
  }
}
