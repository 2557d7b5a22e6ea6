import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { onHostExit } from "./host-exit.ts";

/** How long a program may take to end by itself (ms) before it is killed. */
const patience = 2_000;

/** Debian's util-linux; with it a program also ends when this process is killed with SIGKILL. */
const setpriv = "/usr/bin/setpriv";

export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Written to the program's standard input, which is then closed. */
  readonly input?: string;
}

/** A program of the desktop: the leader of its own process group, which ends with it. */
export class Program {
  readonly name: string;
  readonly pid: number;
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly forget: () => void;
  private errors = "";

  /** @throws when the program is not installed */
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

  /** The last 4 000 characters that the program wrote to standard error. */
  get complaints(): string {
    return this.errors;
  }

  /**
   * The first line that the program writes to file descriptor 3; where Xvfb and dbus-daemon tell their address.
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
    throw new Error(`${this.name} did not start: ${this.errors.trim() || "it ended without a word"}`);
  }

  /** Ends the whole process group: politely, and after two seconds by force. */
  async stop(): Promise<void> {
    this.signal("SIGTERM");
    const deadline = performance.now() + patience;
    while (this.signal(0) && performance.now() < deadline) await sleep(10);
    this.signal("SIGKILL");
    await this.ended;
    this.forget();
  }

  /** Ends it the hard way, as a crash would. */
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
      return false; // nobody is left in the group
    }
  }
}
