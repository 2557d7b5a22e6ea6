import { type ChildProcess, spawn } from "node:child_process";

/** The input ends with the process at its other end. */
const SCRIPT = 'cat >/dev/null; exec "$@" </dev/null';

/**
 * Starts a program on Linux when this process has ended. Electron's `app.relaunch` forbids new privileges to what it starts
 * (electron/electron#41463). Where Chromium's sandbox needs the helper with the SUID bit, such a start is aborted, and the
 * app would be gone until the next login.
 * @returns the process that waits
 */
export function startAfterThis(program: string, args: readonly string[]): ChildProcess {
  const waiting = spawn("/bin/sh", ["-c", SCRIPT, "sh", program, ...args], {
    detached: true, // in a session of its own it outlives this process
    stdio: ["pipe", "inherit", "inherit"],
  });
  waiting.unref();
  return waiting;
}
