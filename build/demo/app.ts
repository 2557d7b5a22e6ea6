import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppCommand } from "../run-app.ts";

/** How the app ended. */
export interface AppEnd {
  readonly isOrderly: boolean;
  /** `code 1`, `SIGSEGV`. */
  readonly how: string;
}

export interface RunningApp {
  readonly ended: Promise<AppEnd>;
  /** Asks it to quit, and after five seconds ends it by force; resolves when none of its processes is left. */
  stop(): Promise<void>;
}

export interface AppOptions {
  /** Gets everything that the app writes. */
  readonly logFile: string;
  /** Called with every line that the app writes. */
  readonly onLine: (line: string) => void;
}

/** Debian's util-linux; with it the app also ends when this process is killed with SIGKILL. */
const setpriv = "/usr/bin/setpriv";

const PATIENCE_MS = 5_000;

/**
 * Starts the app in a process group of its own: Ctrl-C in the terminal reaches the demo only, which ends the app in
 * order, and nothing of the app outlives its group.
 */
export function startApp({ file, args, env }: AppCommand, { logFile, onLine }: AppOptions): RunningApp {
  const isPosix = process.platform !== "win32";
  const [command, all] = existsSync(setpriv)
    ? [setpriv, ["--pdeathsig", "TERM", "--", file, ...args]]
    : [file, args];
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(command, all, { env, detached: isPosix, stdio: ["ignore", "pipe", "pipe"] });
  const signal = (name: NodeJS.Signals | 0): boolean => {
    if (child.pid === undefined) return false;
    try {
      return isPosix ? process.kill(-child.pid, name) : child.kill(name);
    } catch {
      return false; // nobody is left in the group
    }
  };
  const killWithHost = (): void => void signal("SIGKILL");
  process.on("exit", killWithHost);

  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      writeSync(log, `${line}\n`);
      onLine(line);
    });
  }
  const ended = new Promise<AppEnd>((resolve) => {
    child.once("error", (error) => resolve({ isOrderly: false, how: error.message }));
    child.once("exit", (code, by) => resolve({ isOrderly: code === 0, how: by ?? `code ${code}` }));
  });
  const gone = ended.then(async () => {
    for (let waited = 0; signal(0) && waited < 1_000; waited += 20) await sleep(20); // its helpers end after it
    signal("SIGKILL");
    process.off("exit", killWithHost);
  });
  child.once("close", () => closeSync(log));
  return {
    ended,
    async stop() {
      child.kill("SIGTERM"); // the main process only: it ends its helpers itself
      const force = setTimeout(() => signal("SIGKILL"), PATIENCE_MS);
      await gone;
      clearTimeout(force);
    },
  };
}
