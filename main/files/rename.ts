import { renameSync } from "node:fs";
import { codeOf } from "./refused-file.ts";

/** Attempts on Windows, and the pause between them in milliseconds: a second in total. */
const ATTEMPTS = 20;
const PAUSE = 50;
/** The errors on Windows while another program has the file open. */
const HELD = ["EPERM", "EACCES", "EBUSY"];

/** The system functions. Tests replace them. */
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
 * Renames a file and replaces an existing one. On Windows a virus scanner or the search index may hold a file for a
 * moment after it was written, so renaming is retried for a second there.
 * @throws the system's error, on Windows after the last attempt
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
