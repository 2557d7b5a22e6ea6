import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { sandboxArgs } from "../../build/run-app.ts";
import { resolveRuntime } from "../../build/runtime/resolve.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";

/** An app that was started, and what it has printed. */
export interface SampleApp {
  readonly pid: number;
  /** Waits until it has printed a line. */
  says(text: string): Promise<void>;
  /** Ends it and waits for that. */
  stop(): Promise<void>;
}

/** Starts the tray app of `test/bench/bare-tray`, with its menu, on a desktop. */
export async function startBareTray(desktop: VirtualDesktop): Promise<SampleApp> {
  const { executable } = await resolveRuntime();
  const folder = join(import.meta.dirname, "..", "bench", "bare-tray");
  const app = spawn(executable, [...sandboxArgs(), folder, "--with-menu"], {
    env: desktop.env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let printed = "";
  app.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const says = async (text: string) => {
    await waitFor(() => printed, { what: `the app says "${text}"`, until: (all) => all.includes(text) });
  };
  await says("ready");
  return {
    pid: app.pid ?? -1,
    says,
    async stop() {
      if (app.exitCode !== null || app.signalCode !== null) return;
      app.kill();
      await once(app, "exit");
    },
  };
}
