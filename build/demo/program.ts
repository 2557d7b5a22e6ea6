import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppCommand } from "../run-app.ts";

/** How a program ended. */
export interface ProgramEnd {
  readonly isOrderly: boolean;
  /** Such as `code 1` or `SIGSEGV`. */
  readonly how: string;
}

export interface RunningProgram {
  readonly ended: Promise<ProgramEnd>;
  /** Ends it with SIGTERM, and with SIGKILL after five seconds. Resolves when all its processes are gone. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL, as a crash would. Resolves when all its processes are gone. */
  kill(): Promise<void>;
}

export interface ProgramOptions {
  /** Receives all output. */
  readonly logFile: string;
  /** Called with each line of output. */
  readonly onLine: (line: string) => void;
}

/** From Debian's util-linux. It ends the program even when this process is killed with SIGKILL. */
const setpriv = "/usr/bin/setpriv";

const PATIENCE_MS = 5_000;

/**
 * Starts a program (the app, `alrimi server`) in its own process group. Ctrl-C in the terminal then reaches only the
 * demo, which ends the program in order. No process of the group survives.
 */
export function startProgram(
  { file, args, env }: AppCommand,
  { logFile, onLine }: ProgramOptions,
): RunningProgram {
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
      return false; // the group is empty
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
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once("error", (error) => resolve({ isOrderly: false, how: error.message }));
    child.once("exit", (code, by) => resolve({ isOrderly: code === 0, how: by ?? `code ${code}` }));
  });
  const gone = ended.then(async () => {
    for (let waited = 0; signal(0) && waited < 1_000; waited += 20) await sleep(20); // helpers end later
    signal("SIGKILL");
    process.off("exit", killWithHost);
  });
  child.once("close", () => closeSync(log));
  return {
    ended,
    async stop() {
      child.kill("SIGTERM"); // only the main process, which ends its helpers itself
      const force = setTimeout(() => signal("SIGKILL"), PATIENCE_MS);
      await gone;
      clearTimeout(force);
    },
    async kill() {
      signal("SIGKILL");
      await gone;
    },
  };
}
