import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { type TrayItem, trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { repoRoot } from "../../build/paths.ts";
import { appCommand } from "../../build/run-app.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type IconTheme, trayIconFile } from "../../main/view/icon.ts";
import type { Badge, TrayMode } from "../../main/view/tray.ts";

export interface Launch {
  readonly desktop: Pick<VirtualDesktop, "env" | "bus">;
  readonly policyFile?: string;
  /** The app's folder; give the same again to start it again. */
  readonly userDataDir: string;
  /** Further switches. */
  readonly args?: readonly string[];
  /** Does not wait for the tray icon: there is no tray. */
  readonly isTrayless?: boolean;
  /** The folder of the compiled app; default: that of the clone. */
  readonly appFolder?: string;
  /** A program that is started in the place of the runtime, with its arguments, and becomes it. */
  readonly wrapper?: (runtime: string) => Promise<string>;
  /** A file that the main process runs before the app's own. */
  readonly preload?: string;
  /** What its clock shows when it starts; the machine's when left out. Milliseconds since the Unix epoch. */
  readonly clockAt?: number;
}

const CLOCK_AT = join(import.meta.dirname, "clock-at.cjs");

const logOf = (userDataDir: string): string => join(userDataDir, "logs", "alrimi.log");

/** Whether the Korean tooltip shows that everything was read and all counts are sure. */
export function isUpToDate({ toolTip }: TrayItem): boolean {
  return /^\d\d:\d\d 기준$/m.test(toolTip);
}

/** The real app on a virtual desktop, seen as the panel, the daemon and the person see it. */
export class RunningApp {
  readonly #electron: ElectronApplication;
  /** Start it again with the same. */
  readonly launch: Launch;
  readonly #output: string[] = [];

  /** Bytes of earlier runs in the log. */
  readonly #logBegan: number;

  private constructor(electron: ElectronApplication, launch: Launch, logBegan: number) {
    this.#electron = electron;
    this.launch = launch;
    this.#logBegan = logBegan;
    electron.process().stderr?.on("data", (chunk: Buffer) => this.#output.push(chunk.toString()));
  }

  static async start(launch: Launch): Promise<RunningApp> {
    const { desktop, policyFile, userDataDir, args = [], isTrayless = false, clockAt, appFolder } = launch;
    const preloads = [launch.preload, clockAt === undefined ? undefined : CLOCK_AT].flatMap((file) =>
      file === undefined ? [] : ["-r", file],
    );
    const command = await appCommand(
      [
        `--user-data-dir=${userDataDir}`,
        ...(policyFile === undefined ? [] : [`--policy-file=${policyFile}`]),
        ...args,
      ],
      desktop.env,
    );
    const logBegan = await stat(logOf(userDataDir)).then(
      ({ size }) => size,
      () => 0,
    );
    const electron = await _electron.launch({
      executablePath: (await launch.wrapper?.(command.file)) ?? command.file,
      args: [...preloads, ...command.args.map((arg) => (arg === repoRoot ? (appFolder ?? arg) : arg))],
      // Without it Playwright adds the switch that turns the sandbox off, for everybody.
      chromiumSandbox: !command.args.includes("--no-sandbox"),
      env: definedOnly({ ...command.env, TEST_CLOCK_AT: clockAt?.toString() }),
    });
    const app = new RunningApp(electron, launch, logBegan);
    if (!isTrayless) await app.tray();
    return app;
  }

  get userDataDir(): string {
    return this.launch.userDataDir;
  }

  get pid(): number {
    return this.#electron.process().pid ?? 0;
  }

  /** Its standard error; on a busy machine without the first lines, which Playwright reads. */
  get output(): string {
    return this.#output.join("");
  }

  readLog(): Promise<string> {
    return readFile(logOf(this.launch.userDataDir), "utf8");
  }

  /**
   * Sets the app's clock, as the person or the network would, and lets it notice as after a sleep. The clock goes on
   * from there.
   */
  async setClock(moment: number): Promise<void> {
    await this.inMain(({ powerMonitor }, wanted) => {
      const clock = globalThis as typeof globalThis & { realNow?: () => number };
      const realNow = clock.realNow ?? Date.now;
      clock.realNow = realNow;
      const offset = wanted - realNow();
      Date.now = () => realNow() + offset;
      powerMonitor.emit("resume");
    }, moment);
  }

  /** Waits for a line in this run's output or log. */
  async logged(text: string | RegExp): Promise<void> {
    const isIn = (all: string): boolean => (typeof text === "string" ? all.includes(text) : text.test(all));
    await waitFor(async () => isIn(this.output) || isIn(await this.#logOfRun()), {
      what: `the app says ${text}`,
    });
  }

  async #logOfRun(): Promise<string> {
    const log = await readFile(logOf(this.launch.userDataDir)).catch(() => Buffer.alloc(0));
    return log.subarray(this.#logBegan).toString();
  }

  async tray(): Promise<TrayItem> {
    return waitFor(async () => (await trayItems(this.launch.desktop)).find(({ pid }) => pid === this.pid), {
      what: "the tray icon",
    });
  }

  /** Waits until the tooltip is as wanted, and returns the tray. */
  async trayWhere(what: string, holds: (tray: TrayItem) => boolean): Promise<TrayItem> {
    let seen: TrayItem | undefined;
    try {
      return await waitFor(
        async () => {
          seen = await this.tray();
          return holds(seen) ? seen : undefined;
        },
        { what },
      );
    } catch (error) {
      throw new Error(`${what}; the tooltip is ${JSON.stringify(seen?.toolTip)}\n${this.output}`, {
        cause: error,
      });
    }
  }

  /** Whether the panel holds exactly the pixels of the icon for a badge and a mode. */
  async showsIcon(
    tray: TrayItem,
    badge: Badge,
    mode: TrayMode,
    panel: IconTheme = "light",
  ): Promise<boolean> {
    const [pixmap] = tray.iconPixmap;
    if (pixmap === undefined) return false;
    // Of the scales of an icon the panel is sent the largest.
    const file = trayIconFile({ badge, mode }, panel).replace(".png", "@3x.png");
    const png = await readFile(join(import.meta.dirname, "../../out/icons/24", file), "base64");
    const expected = await this.inMain(({ nativeImage }, content) => {
      const image = nativeImage.createFromBuffer(Buffer.from(content, "base64"));
      return { ...image.getSize(), bgra: image.toBitmap().toString("base64") };
    }, png);
    if (expected.width !== pixmap.width || expected.height !== pixmap.height) return false;
    return isSamePicture(Buffer.from(expected.bgra, "base64"), pixmap.argb);
  }

  /** Opens the board by a click on the tray icon and returns its page once a person can see it. */
  async openBoard(): Promise<Page> {
    await (await this.tray()).activate();
    const page = await this.window("board");
    await this.boardIsShown();
    return page;
  }

  boardPage(): Page | undefined {
    return this.#pageOf("board");
  }

  /** Waits for a window of ours, by the name of its page. */
  async window(name: "board" | "settings" | "account"): Promise<Page> {
    const page = await waitFor(() => this.#pageOf(name), { what: `the window ${name}` });
    await page.waitForSelector("h1");
    return page;
  }

  #pageOf(name: string): Page | undefined {
    return this.#electron.windows().find((page) => page.url().endsWith(`/${name}.html`));
  }

  isBoardVisible(): Promise<boolean> {
    return this.inMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(
        (window) => window.isVisible() && window.webContents.getURL().endsWith("/board.html"),
      ),
    );
  }

  async #waitForVisible(isVisible: boolean): Promise<void> {
    await waitFor(() => this.isBoardVisible(), {
      what: `the board is ${isVisible ? "shown" : "hidden"}`,
      until: (seen) => seen === isVisible,
    });
  }

  async boardIsShown(): Promise<void> {
    await this.#waitForVisible(true);
  }

  /** By Escape, as often as it takes: a window that is shown has the keyboard only a moment later. */
  async closeBoard(): Promise<void> {
    await waitFor(
      async () => {
        await this.boardPage()?.keyboard.press("Escape");
        return this.isBoardVisible();
      },
      { what: "the board is hidden", until: (isVisible) => !isVisible },
    );
  }

  async boardIsHidden(): Promise<void> {
    await this.#waitForVisible(false);
  }

  get electron(): ElectronApplication {
    return this.#electron;
  }

  /**
   * Evaluates in the main process. A collection of garbage there may take the answer along; then it is done once more,
   * so it must be something that may be done twice.
   */
  readonly inMain = (async (doThere: never, given: never) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#electron.evaluate(doThere, given);
      } catch (error) {
        if (attempt === 5 || !/garbage collected/.test(String(error))) throw error;
      }
    }
  }) as ElectronApplication["evaluate"];

  /** Quits by the menu. */
  async quit(): Promise<void> {
    await quitByMenu(this.launch.desktop, ({ pid }) => pid === this.pid);
    // Node waits at its end for the debugger, which is Playwright, to let go.
    await this.#electron.close();
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const gone = this.#electron.waitForEvent("close");
    process.kill(this.pid, "SIGKILL");
    await gone;
  }

  /** Ends the app after a test, in any state. */
  async end(): Promise<void> {
    await this.#electron.close().catch(() => {});
  }
}

/**
 * Quits an app by its tray's menu, and waits until its icon is gone. A row that is drawn anew between being found and
 * being clicked is not hit, so it is clicked for as long as the icon is there; the app may also be gone before it answers.
 */
export async function quitByMenu(
  desktop: Launch["desktop"],
  isIt: (tray: TrayItem) => boolean,
): Promise<void> {
  await waitFor(
    async () => {
      const tray = (await trayItems(desktop)).find(isIt);
      await tray?.clickMenu((row) => /종료|Quit/.test(row.label)).catch(() => {});
      return tray === undefined;
    },
    { what: "the tray icon goes", interval: 200 },
  );
}

/**
 * Electron's bitmap (BGRA, premultiplied by alpha) against the panel's (ARGB, not premultiplied). Dividing by a small
 * alpha is coarse, so the tolerance grows as a pixel fades; another badge differs by far more.
 */
function isSamePicture(bgra: Buffer, argb: Buffer): boolean {
  for (let pixel = 0; pixel < bgra.length; pixel += 4) {
    const alpha = bgra.readUInt8(pixel + 3);
    if (Math.abs(alpha - argb.readUInt8(pixel)) > 1) return false;
    if (alpha === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      const expected = (bgra.readUInt8(pixel + channel) * 255) / alpha;
      if (Math.abs(expected - argb.readUInt8(pixel + 3 - channel)) > 2 + 255 / alpha) return false;
    }
  }
  return true;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
