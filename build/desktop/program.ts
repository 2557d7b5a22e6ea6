import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { onHostExit } from "./host-exit.ts";

/** Milliseconds that a program may take to end before it is killed. */
const patience = 2_000;

/** From Debian's util-linux. It ends a program even when this process is killed with SIGKILL. */
const setpriv = "/usr/bin/setpriv";

export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Written to standard input, which is then closed. */
  readonly input?: string;
}

/** A program of the desktop. It leads its own process group. */
export class Program {
  readonly name: string;
  readonly pid: number;
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly forget: () => void;
  private errors = "";

  /** Starts the program. A missing program is reported by `firstLine` and `complaints`. */
  constructor(file: string, args: readonly string[], options: ProgramOptions) {
    const [command, all] = existsSync(setpriv)
      ? [setpriv, ["--pdeathsig", "TERM", "--", file, ...args]]
      : [file, args];
    this.name = file;
    this.child = spawn(command, all, {
      env: options.env,
      detached: true,
      stdio: [options.input === undefined ? "ignore" : "pipe", "ignore", "pipe", "pipe"],
    });
    this.pid = this.child.pid ?? -1;
    this.child.stdin?.end(options.input);
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.errors = (this.errors + text).slice(-4_000);
    });
    this.ended = new Promise((resolve) => {
      this.child.once("error", (error) => {
        this.errors += error.message;
        resolve();
      });
      this.child.once("exit", () => resolve());
    });
    this.forget = onHostExit(() => this.signal("SIGKILL"));
  }

  get running(): boolean {
    return this.pid > 0 && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The last 4,000 characters of standard error. */
  get complaints(): string {
    return this.errors;
  }

  /**
   * The first line that the program writes to file descriptor 3. Xvfb and dbus-daemon write their address there.
   * @throws when the program ends without one
   */
  async firstLine(): Promise<string> {
    const pipe = this.child.stdio[3] as Readable;
    let text = "";
    for await (const chunk of pipe) {
      text += String(chunk);
      if (text.includes("\n")) return text.trim();
    }
    await this.ended;
    throw new Error(`${this.name} did not start: ${this.errors.trim() || "it ended without error output"}`);
  }

  /** Ends the process group with SIGTERM, and after two seconds with SIGKILL. */
  async stop(): Promise<void> {
    this.signal("SIGTERM");
    const deadline = performance.now() + patience;
    while (this.signal(0) && performance.now() < deadline) await sleep(10);
    this.signal("SIGKILL");
    await this.ended;
    this.forget();
  }

  /** Ends the process group with SIGKILL, as a crash would. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended;
    this.forget();
  }

  private signal(signal: NodeJS.Signals | 0): boolean {
    if (this.pid <= 0) return false;
    try {
      return process.kill(-this.pid, signal);
    } catch {
      return false; // the group is empty
    }
  }
}
