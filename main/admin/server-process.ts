import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** Another process has the port. */
export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number, message: string) {
    super(message);
    this.port = port;
  }
}

/** What nats-server writes into its ports file: URLs. */
export interface Ports {
  readonly nats?: readonly string[];
  readonly monitoring?: readonly string[];
}

export interface ServerPlaces {
  /** Both output streams are appended here. */
  readonly logFile: string;
  /** The server writes its ports here once it listens; emptied before every start. */
  readonly portsDir: string;
}

const SYSTEM_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"];
const POLL_MS = 10;
/** How long an orderly end may take before it is forced. */
const ORDERLY_MS = 5000;
/** How long threads may take to stand still after SIGSTOP. */
const FREEZE_MS = 1000;

/** The path of a program: on the PATH, or where packages put servers (a plain user's PATH often lacks `/usr/sbin`). */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter).filter(Boolean), ...SYSTEM_FOLDERS];
  const file = process.platform === "win32" ? `${name}.exe` : name;
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

/** One run of nats-server, from spawn to exit. It ends with this process, however this process ends (on Linux). */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #logStart: number;
  readonly #portsDir: string;
  readonly #exited: Promise<void>;
  #gone: string | undefined;

  constructor(binary: string, args: readonly string[], { logFile, portsDir }: ServerPlaces) {
    rmSync(portsDir, { recursive: true, force: true }); // a killed server leaves its file, and pids come again
    mkdirSync(portsDir, { recursive: true });
    this.#logFile = logFile;
    this.#portsDir = portsDir;
    const log = openSync(logFile, "a");
    this.#logStart = fstatSync(log).size;
    const command = [...endWithParent(), binary, ...args, "--ports_file_dir", portsDir];
    this.#child = spawn(command[0] ?? binary, command.slice(1), { stdio: ["ignore", log, log] });
    closeSync(log);
    this.#child.unref(); // a forgotten broker does not keep its host from ending, and then ends too
    const killWithHost = (): void => this.signal("SIGKILL");
    process.on("exit", killWithHost);
    this.#exited = new Promise((resolve) => {
      const gone = (why: string): void => {
        this.#gone = why;
        process.off("exit", killWithHost);
        resolve();
      };
      this.#child.once("error", (error) => gone(error.message));
      this.#child.once("exit", (code, signal) => gone(`it ended with ${signal ?? `code ${code}`}`));
    });
  }

  get pid(): number | undefined {
    return this.#gone === undefined ? this.#child.pid : undefined;
  }

  /**
   * Resolves when the server serves (JetStream included: it opens its ports last).
   * @throws {PortTaken}, or an error with the server's own last words
   */
  async ready(timeoutMs: number): Promise<Ports> {
    const deadline = Date.now() + timeoutMs;
    while (this.#gone === undefined) {
      const ports = await this.#readPorts();
      if (ports !== undefined) return ports;
      if (Date.now() > deadline)
        throw new Error(`nats-server is not ready after ${timeoutMs} ms. ${await this.#lastWords()}`);
      await Promise.race([sleep(POLL_MS), this.#exited]);
    }
    const words = await this.#lastWords();
    const [, taken] = /:(\d+): bind: address already in use/i.exec(words) ?? [];
    if (taken !== undefined) throw new PortTaken(Number(taken), words);
    throw new Error(`nats-server did not start: ${this.#gone}. ${words}`);
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#gone === undefined) this.#child.kill(signal);
  }

  /**
   * SIGSTOP, and on Linux returns when every thread stands: under load a thread can go on for a while after the signal,
   * and would still answer.
   */
  freeze(): void {
    this.signal("SIGSTOP");
    const tasks = `/proc/${this.#child.pid}/task`;
    const until = Date.now() + FREEZE_MS;
    while (
      Date.now() < until &&
      existsSync(tasks) &&
      readdirSync(tasks).some((task) => runs(join(tasks, task)))
    ) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }

  /** Resolves when the process is gone. An orderly end that takes too long is forced. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.signal(signal);
    this.signal("SIGCONT"); // a frozen server would never see SIGTERM
    this.#child.ref();
    const force = setTimeout(() => this.signal("SIGKILL"), ORDERLY_MS);
    await this.#exited;
    clearTimeout(force);
  }

  async #readPorts(): Promise<Ports | undefined> {
    const names = await readdir(this.#portsDir);
    const name = names.find((file) => file.endsWith(`_${this.#child.pid}.ports`));
    if (name === undefined) return undefined;
    try {
      return JSON.parse(await readFile(join(this.#portsDir, name), "utf8")) as Ports;
    } catch {
      return undefined; // not written to its end yet
    }
  }

  async #lastWords(): Promise<string> {
    const log = (await readFile(this.#logFile)).subarray(this.#logStart).toString();
    return log.trim().split("\n").slice(-5).join("\n");
  }
}

/** Whether a thread is anything but stopped; one that is gone does not run. */
function runs(task: string): boolean {
  try {
    const stat = readFileSync(join(task, "stat"), "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "T";
  } catch {
    return false;
  }
}

/** The kernel then ends the server even when this process dies by a signal that it cannot handle. */
function endWithParent(): readonly string[] {
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  return setpriv === undefined ? [] : [setpriv, "--pdeathsig", "KILL", "--"];
}

/** Milliseconds. */
const ANSWER_MS = 2000;

/** The version of the nats-server on this machine; undefined when there is none, or when it does not say. */
export async function localServerVersion(): Promise<string | undefined> {
  const binary = findProgram("nats-server");
  if (binary === undefined) return undefined;
  const told = await promisify(execFile)(binary, ["--version"], { timeout: ANSWER_MS }).catch(
    () => undefined,
  );
  return /\bv?(\d+\.\d+\.\d+\S*)/.exec(told?.stdout ?? "")?.[1];
}
