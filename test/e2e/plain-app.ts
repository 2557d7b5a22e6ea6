import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { type TrayItem, trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { appCommand } from "../../build/run-app.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";

export interface PlainStart {
  readonly desktop: VirtualDesktop;
  readonly args: readonly string[];
  /** Of the runtime, before the app's folder. */
  readonly runtimeArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly stdio?: StdioOptions;
  /** It leads a process group of its own, which a signal can be sent to as a whole. */
  readonly ownGroup?: boolean;
  /** A shell's command line that ends with `"$@"`, which is the app: for what only a shell can arrange. */
  readonly shell?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The app as a desktop or a shell starts it: without a debugger, because it would wait for that at its end. */
export class PlainApp {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #desktop: VirtualDesktop;
  #errors = "";

  private constructor(child: ChildProcess, desktop: VirtualDesktop) {
    this.#child = child;
    this.#desktop = desktop;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors += text;
    });
    this.ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
  }

  static async start({
    desktop,
    args,
    runtimeArgs = [],
    env = {},
    cwd,
    stdio = ["ignore", "ignore", "pipe"],
    ownGroup = false,
    shell,
  }: PlainStart): Promise<PlainApp> {
    const command = await appCommand(args, { ...desktop.env, ...env });
    const all = [command.file, ...runtimeArgs, ...command.args];
    const [file, ...rest] = shell === undefined ? all : ["/bin/sh", "-c", shell, "sh", ...all];
    const child = spawn(file as string, rest, { env: command.env, cwd, stdio, detached: ownGroup });
    return new PlainApp(child, desktop);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Its standard error so far. */
  get errors(): string {
    return this.#errors;
  }

  get child(): ChildProcess {
    return this.#child;
  }

  /** Waits until its tray icon holds. */
  trayWhere(what: string, holds: (tray: TrayItem) => boolean): Promise<TrayItem> {
    return waitFor(
      async () => (await trayItems(this.#desktop)).find((item) => item.pid === this.pid && holds(item)),
      { what, timeout: 60_000 },
    );
  }

  /** By a signal; returns how it ended. */
  end(signal: NodeJS.Signals = "SIGTERM"): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }

  /** Ends the app after a test, in any state. */
  async dispose(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.end("SIGKILL");
  }
}
