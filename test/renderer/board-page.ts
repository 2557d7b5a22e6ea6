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
import type { BoardView } from "../../main/core/view/board.ts";
import type { BoardCommand } from "../../main/desktop/ipc-contract.ts";

/** The real page in the real runtime, with a bridge that the test holds the other end of. */
export interface BoardPage {
  readonly page: Page;
  /** Loads the page anew and draws this view first. */
  open(view: BoardView): Promise<void>;
  draw(view: BoardView): Promise<void>;
  /** The commands so far, oldest first, less those already taken and what it said of its height. */
  takeCommands(): Promise<BoardCommand[]>;
  /** The height that it asked for last, in CSS pixels. */
  neededHeight(): Promise<number>;
  zoom(factor: number): Promise<void>;
  /** Zooms, and gives the window the size that the page asks for, as the app does. */
  fit(factor: number): Promise<void>;
  /** A PNG of the window as it is seen, zoom included. */
  picture(): Promise<Buffer>;
  dispose(): Promise<void>;
}

interface FakeWindow {
  readonly fake: { draw(view: BoardView): void; take(): BoardCommand[]; height(): number };
}

const mainScript = `
const { app, BrowserWindow } = require("electron");
const { join } = require("node:path");
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 380,
    height: 500,
    frame: false,
    webPreferences: { preload: join(__dirname, "preload.js"), sandbox: true, contextIsolation: true },
  });
  window.loadFile(join(__dirname, "page/board.html"));
});
`;

const preloadScript = `
const { contextBridge } = require("electron");
let draw = () => {};
let commands = [];
let height = 0;
contextBridge.exposeInMainWorld("alrimi", {
  onView(listener) {
    draw = listener;
    return () => {};
  },
  send(command) {
    if (command.kind === "drawn") height = command.height;
    else commands.push(command);
  },
});
contextBridge.exposeInMainWorld("fake", {
  draw: (view) => draw(view),
  take: () => commands.splice(0),
  height: () => height,
});
`;

/** @throws when the page does not build, or no runtime or virtual desktop can be had */
export async function openBoardPage(): Promise<BoardPage> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-board-"));
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const dispose = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    await build(pages(join(folder, "page"), [join(repoRoot, "renderer/board.html")]));
    await writeFile(join(folder, "package.json"), '{ "name": "board-page", "main": "main.js" }');
    await writeFile(join(folder, "main.js"), mainScript);
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
    return { ...(await control(app)), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function control(app: ElectronApplication): Promise<Omit<BoardPage, "dispose">> {
  const page = await app.firstWindow();
  await page.waitForLoadState("load");
  const draw = (view: BoardView): Promise<void> =>
    page.evaluate((given) => (globalThis as unknown as FakeWindow).fake.draw(given), view);
  const neededHeight = (): Promise<number> =>
    page.evaluate(() => (globalThis as unknown as FakeWindow).fake.height());
  return {
    page,
    draw,
    neededHeight,
    async open(view) {
      await page.reload({ waitUntil: "load" });
      await draw(view);
      await page.waitForSelector("h1");
    },
    takeCommands: () => page.evaluate(() => (globalThis as unknown as FakeWindow).fake.take()),
    zoom: (factor) =>
      app.evaluate(
        ({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(given),
        factor,
      ),
    async fit(factor) {
      const sized = (height: number) =>
        app.evaluate(
          ({ BrowserWindow }, given) => {
            const [window] = BrowserWindow.getAllWindows();
            window?.webContents.setZoomFactor(given.factor);
            window?.setContentSize(Math.round(380 * given.factor), Math.round(given.height * given.factor));
          },
          { factor, height },
        );
      await sized(600);
      await page.waitForFunction(`devicePixelRatio === ${factor} && innerWidth === 380`);
      await sized(Math.min(Math.max(260, Math.ceil(await neededHeight())), 640));
    },
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
