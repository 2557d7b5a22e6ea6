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
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** Another process uses the port. */
export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number, message: string) {
    super(message);
    this.port = port;
  }
}

/** The URLs in nats-server's ports file. */
export interface Ports {
  readonly nats?: readonly string[];
  readonly monitoring?: readonly string[];
}

/** The paths that a server writes. */
export interface ServerPlaces {
  /**
   * An absolute path. Both output streams are appended here. The server works in its folder: nats-server 2.9.10 was seen to
   * write the settings of a consumer that it had lost into the folder in which it was started.
   */
  readonly logFile: string;
  /** An absolute path. The server writes its ports file here when it listens. The folder is emptied before each start. */
  readonly portsDir: string;
}

const SYSTEM_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"];
const POLL_MS = 10;
/** Milliseconds for an orderly end. After that SIGKILL is sent. */
const ORDERLY_MS = 5000;
/** Milliseconds for all threads to stop after SIGSTOP. */
const FREEZE_MS = 1000;

/**
 * The absolute path of a program on the PATH or in the usual system folders; undefined if not found. A user's PATH often lacks
 * `/usr/sbin`.
 */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter).filter(Boolean), ...SYSTEM_FOLDERS];
  const file = process.platform === "win32" ? `${name}.exe` : name;
  return folders.map((folder) => resolve(folder, file)).find((path) => existsSync(path));
}

/** The absolute path of nats-server: the given one, or the one that is found. */
export function serverProgram(given: string | undefined): string | undefined {
  return given === undefined ? findProgram("nats-server") : resolve(given);
}

/** One run of nats-server, from spawn to exit. It ends with this process, on Linux also after SIGKILL. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #logStart: number;
  readonly #portsDir: string;
  readonly #exited: Promise<void>;
  #gone: string | undefined;

  constructor(binary: string, args: readonly string[], { logFile, portsDir }: ServerPlaces) {
    rmSync(portsDir, { recursive: true, force: true }); // a killed server leaves its file, and pids are reused
    mkdirSync(portsDir, { recursive: true });
    this.#logFile = logFile;
    this.#portsDir = portsDir;
    const log = openSync(logFile, "a");
    this.#logStart = fstatSync(log).size;
    const command = [...endWithParent(), binary, ...args, "--ports_file_dir", portsDir];
    this.#child = spawn(command[0] ?? binary, command.slice(1), {
      cwd: dirname(logFile),
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.#child.unref(); // a server that was not stopped does not keep this process running
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
   * Resolves when the server is ready. JetStream is ready too, because the server opens its ports last.
   * @param timeoutMs milliseconds
   * @throws {PortTaken} (rejects), or an error with the last lines of the server's log
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
   * Sends SIGSTOP. On Linux it returns when every thread has stopped, because under load a thread may run on for a
   * moment after the signal, and would still answer.
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

  /** Resolves when the process has ended. After `ORDERLY_MS` it is killed. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.signal(signal);
    this.signal("SIGCONT"); // a frozen server does not receive SIGTERM
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
      return undefined; // not written completely yet
    }
  }

  async #lastWords(): Promise<string> {
    const log = (await readFile(this.#logFile)).subarray(this.#logStart).toString();
    return log.trim().split("\n").slice(-5).join("\n");
  }
}

/** Whether a thread exists and is not stopped. */
function runs(task: string): boolean {
  try {
    const stat = readFileSync(join(task, "stat"), "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "T";
  } catch {
    return false;
  }
}

/** A prefix with which the kernel ends the server even when this process is killed by SIGKILL. */
function endWithParent(): readonly string[] {
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  return setpriv === undefined ? [] : [setpriv, "--pdeathsig", "KILL", "--"];
}

/** Milliseconds. */
const ANSWER_MS = 2000;

/** The version of the installed nats-server; undefined if there is none, or if it gives no version. */
export async function localServerVersion(): Promise<string | undefined> {
  const binary = findProgram("nats-server");
  if (binary === undefined) return undefined;
  const told = await promisify(execFile)(binary, ["--version"], { timeout: ANSWER_MS }).catch(
    () => undefined,
  );
  return /\bv?(\d+\.\d+\.\d+\S*)/.exec(told?.stdout ?? "")?.[1];
}
