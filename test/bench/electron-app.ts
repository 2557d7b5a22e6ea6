import { type ChildProcess, spawn } from "node:child_process";
import { SessionBus } from "../../build/desktop/session-bus.ts";
import { type AppCommand, sandboxArgs } from "../../build/run-app.ts";
import { resolveRuntime } from "../../build/runtime/resolve.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";

/** An Electron app of the benchmarks' own, by its folder. */
export async function benchApp(
  folder: string,
  args: readonly string[],
  desktop: VirtualDesktop,
): Promise<AppCommand> {
  const { executable } = await resolveRuntime();
  return { file: executable, args: [...sandboxArgs(), folder, ...args], env: desktop.env };
}

/** What happens on a desktop's bus, with the time at which it was seen; milliseconds of `performance.now()`. */
export class BusWatch {
  readonly #bus: SessionBus;
  readonly #waiting = new Set<(member: string, sender: string, at: number) => void>();

  private constructor(bus: SessionBus) {
    this.#bus = bus;
  }

  static async start(desktop: VirtualDesktop): Promise<BusWatch> {
    const bus = await SessionBus.connect(desktop.env["DBUS_SESSION_BUS_ADDRESS"] ?? "");
    const watch = new BusWatch(bus);
    await bus.monitor(
      [
        "type='method_call',member='RegisterStatusNotifierItem'",
        "type='signal',interface='org.kde.StatusNotifierItem',member='NewToolTip'",
      ],
      (message) => {
        const at = performance.now();
        for (const listener of watch.#waiting) listener(message.member ?? "", message.sender ?? "", at);
      },
    );
    return watch;
  }

  on(listener: (member: string, sender: string, at: number) => void): () => void {
    this.#waiting.add(listener);
    return () => this.#waiting.delete(listener);
  }

  /** The time of the next such message. */
  next(member: string): Promise<number> {
    return new Promise((resolve) => {
      const stop = this.on((seen, _sender, at) => {
        if (seen !== member) return;
        stop();
        resolve(at);
      });
    });
  }

  close(): void {
    this.#bus.close();
  }
}

/** A started app: the time until its tray icon was registered, in milliseconds, and its process. */
export async function startUntilTray(
  command: AppCommand,
  watch: BusWatch,
): Promise<{ startup: number; child: ChildProcess }> {
  const registered = watch.next("RegisterStatusNotifierItem");
  const from = performance.now();
  const child = spawn(command.file, command.args, { env: command.env, stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) =>
      reject(new Error(`${command.args.join(" ")} ended with ${code} before its tray was there`)),
    );
  });
  return { startup: (await Promise.race([registered, ended])) - from, child };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
