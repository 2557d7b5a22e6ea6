import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { build } from "vite";
import { pages } from "../../build/compile/targets.ts";
import { repoRoot } from "../../build/paths.ts";
import { sandboxArgs } from "../../build/run-app.ts";
import { resolveRuntime } from "../../build/runtime/resolve.ts";
import { startVirtualDesktop } from "../../build/virtual-desktop.ts";
import type { Sent, WindowContract } from "../../main/desktop/windows/contracts/window.ts";

/** A real page of ours in the real runtime, with a bridge that the test holds the other end of. */
export interface WindowPage<Contract extends WindowContract> {
  readonly page: Page;
  /** Loads the page anew and draws this view first. */
  open(view: Contract["view"]): Promise<void>;
  draw(view: Contract["view"]): Promise<void>;
  /** The commands so far, oldest first, less those already taken. */
  takeCommands(): Promise<Sent<Contract>[]>;
  zoom(factor: number): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** A PNG of the window as it is seen, zoom included. */
  picture(): Promise<Buffer>;
  dispose(): Promise<void>;
}

export interface PageOptions {
  /** The page's file in `renderer/`, without its ending. */
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  /** The language of the system, as Chromium takes it. */
  readonly locale?: string;
}

interface FakeWindow {
  readonly fake: { draw(view: unknown): void; take(): unknown[] };
}

const preloadScript = `
const { contextBridge } = require("electron");
let draw = () => {};
let commands = [];
contextBridge.exposeInMainWorld("alrimi", {
  onView(listener) {
    draw = listener;
    return () => {};
  },
  send: (command) => void commands.push(command),
});
contextBridge.exposeInMainWorld("fake", {
  draw: (view) => draw(view),
  take: () => commands.splice(0),
});
`;

function mainScript({ name, size, locale = "ko" }: PageOptions): string {
  return `
const { app, BrowserWindow } = require("electron");
const { join } = require("node:path");
app.commandLine.appendSwitch("lang", ${JSON.stringify(locale)});
app.whenReady().then(() => {
  const window = new BrowserWindow({
    ...${JSON.stringify(size)},
    useContentSize: true,
    frame: false,
    webPreferences: { preload: join(__dirname, "preload.js"), sandbox: true, contextIsolation: true },
  });
  window.loadFile(join(__dirname, "page", ${JSON.stringify(`${name}.html`)}));
});
`;
}

/** @throws when the page does not build, or no runtime or virtual desktop can be had */
export async function openWindowPage<Contract extends WindowContract>(
  options: PageOptions,
): Promise<WindowPage<Contract>> {
  const folder = await mkdtemp(join(tmpdir(), `alrimi-${options.name}-`));
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const dispose = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    await build(pages(join(folder, "page"), [join(repoRoot, `renderer/${options.name}.html`)]));
    await writeFile(join(folder, "package.json"), '{ "name": "window-page", "main": "main.js" }');
    await writeFile(join(folder, "main.js"), mainScript(options));
    await writeFile(join(folder, "preload.js"), preloadScript);
    const { executable } = await resolveRuntime();
    const desktop = await startVirtualDesktop({ panel: false, notificationDaemon: false });
    ends.push(() => desktop.dispose());
    const app = await _electron.launch({
      executablePath: executable,
      args: [...sandboxArgs(), folder],
      env: definedOnly(desktop.env),
    });
    ends.push(() => app.close());
    return { ...(await control<Contract>(app)), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function control<Contract extends WindowContract>(
  app: ElectronApplication,
): Promise<Omit<WindowPage<Contract>, "dispose">> {
  const page = await app.firstWindow();
  await page.waitForLoadState("load");
  const draw = (view: Contract["view"]): Promise<void> =>
    page.evaluate((given) => (globalThis as unknown as FakeWindow).fake.draw(given), view as unknown);
  return {
    page,
    draw,
    async open(view) {
      await page.reload({ waitUntil: "load" });
      await draw(view);
      await page.waitForSelector("h1");
    },
    takeCommands: async () =>
      (await page.evaluate(() => (globalThis as unknown as FakeWindow).fake.take())) as Sent<Contract>[],
    zoom: (factor) =>
      app.evaluate(
        ({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(given),
        factor,
      ),
    resize: (width, height) =>
      app.evaluate(
        ({ BrowserWindow }, size) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
        { width, height },
      ),
    async picture() {
      const url = await app.evaluate(async ({ BrowserWindow }) => {
        const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
        return image?.toDataURL() ?? "";
      });
      return Buffer.from(url.replace(/^.*,/, ""), "base64");
    },
  };
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
