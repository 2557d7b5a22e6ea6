import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repoRoot } from "../../build/paths.ts";
import { appCommand } from "../../build/run-app.ts";
import { resolveRuntime } from "../../build/runtime/resolve.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";

const FAST_CLOCK = join(import.meta.dirname, "fast-clock.cjs");

/** The app as a package installs it: a runtime and the app's code in a folder, and `resources/build.json`. */
export class InstalledApp {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param folder a new folder */
  static async install(folder: string, version: string): Promise<InstalledApp> {
    const { distPath } = await resolveRuntime();
    await cp(distPath, folder, { recursive: true, verbatimSymlinks: true });
    const installed = new InstalledApp(folder);
    await installed.upgrade(version);
    return installed;
  }

  get program(): string {
    return join(this.#folder, "electron");
  }

  get #app(): string {
    return join(this.#folder, "app");
  }

  /** As a package manager does it: every file is written beside the old one and takes its place. */
  async upgrade(version: string): Promise<void> {
    await mkdir(this.#app, { recursive: true });
    const manifest = { name: "alrimi", version, type: "module", main: "out/desktop/index.js" };
    await this.#replace(join(this.#app, "package.json"), JSON.stringify(manifest));
    await cp(join(repoRoot, "out"), join(this.#app, "out"), { recursive: true });
    await cp(this.program, `${this.program}.new`);
    await rename(`${this.program}.new`, this.program);
    const build = { version, electron: "33.2.1", runtime: "test" };
    await this.#replace(join(this.#folder, "resources", "build.json"), JSON.stringify(build));
  }

  async #replace(file: string, content: string): Promise<void> {
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
  }

  /** Starts it with a clock that runs ten times as fast. */
  async start(desktop: VirtualDesktop, args: readonly string[]): Promise<ChildProcess> {
    const command = await appCommand(args, desktop.env);
    const own = command.args.map((arg) => (arg === repoRoot ? this.#app : arg));
    return spawn(this.program, ["-r", FAST_CLOCK, ...own], { env: command.env, stdio: "ignore" });
  }
}
