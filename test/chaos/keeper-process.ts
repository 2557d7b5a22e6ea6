import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { BrokerOptions } from "../../main/nats/connect-broker.ts";

const COMMAND = join(import.meta.dirname, "..", "..", "build", "alrimi.mjs");

/** `alrimi server` as a process, through all its lives. */
export class KeeperProcess {
  readonly name: string;
  /** What it wrote, with the time since the start of this program in seconds. */
  readonly log: string[] = [];
  /** When it ended by itself. */
  readonly crashes: string[] = [];
  readonly #config: string;
  #child: ChildProcess | undefined;
  #isActive = false;

  constructor(name: string, folder: string, { servers, username, password, credsFile, tls }: BrokerOptions) {
    this.name = name;
    this.#config = join(folder, `${name}.json`);
    const credentials = credsFile === undefined ? { username, password } : { credsFile };
    writeFileSync(this.#config, JSON.stringify({ servers, credentials, tls }));
    this.start();
    process.on("exit", this.#killWithHost);
  }

  /** Whether it said that it is the one that works. */
  get isActive(): boolean {
    return this.#isActive;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    const child = spawn(process.execPath, [COMMAND, "server", "--config", this.#config], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.once("exit", (code, signal) => {
      if (this.#child === child) this.crashes.push(`${this.name} ended with ${signal ?? code}`);
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        if (this.#child !== child) return; // of an earlier life
        this.log.push(`${(performance.now() / 1e3).toFixed(2)} ${line}`);
        if (line.endsWith("keeper: works")) this.#isActive = true;
        if (line.endsWith("keeper: waits")) this.#isActive = false;
      });
    }
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#isActive = false;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  freeze(): void {
    this.#child?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child?.kill("SIGCONT");
  }

  async stop(): Promise<void> {
    process.off("exit", this.#killWithHost);
    await this.kill();
  }

  readonly #killWithHost = (): void => void this.#child?.kill("SIGKILL");
}
