import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Program } from "../../build/desktop/program.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

/** A session without X: the compositor places the board, wherever that is. The panel talks to the app over D-Bus. */

const run = promisify(execFile);
const SOCKET = "wayland-test";

let desktop: VirtualDesktop;
let company: Company;
let weston: Program;
let wayland: NodeJS.ProcessEnv;
let app: RunningApp;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  const { DISPLAY: _, ...withoutX } = desktop.env;
  wayland = { ...withoutX, WAYLAND_DISPLAY: SOCKET, XDG_SESSION_TYPE: "wayland" };
  const args = [
    "--backend=x11-backend.so",
    "--fullscreen",
    `--socket=${SOCKET}`,
    "--idle-time=0",
    "--no-config",
  ];
  weston = new Program("weston", args, { env: desktop.env });
  await waitFor(
    () => {
      if (!weston.running) throw new Error(`weston ended: ${weston.complaints}`);
      return existsSync(join(desktop.env["XDG_RUNTIME_DIR"] ?? "", SOCKET));
    },
    { what: "the compositor's socket" },
  );
  await company.publish("hr-leave", 3);
  app = await RunningApp.start({
    desktop: { ...desktop, env: wayland },
    policyFile: await company.policy(),
    userDataDir: await mkdtemp(join(company.folder, "app-")),
  });
  await app.openBoard();
});

afterAll(async () => {
  await app?.end();
  await weston?.stop();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function clickTray(): Promise<void> {
  await (await app.tray()).activate();
}

/** The compositor has given the board the keyboard. */
async function hasKeyboard(): Promise<void> {
  await waitFor(
    () =>
      app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isFocused())),
    { what: "the board has the keyboard" },
  );
}

test("native Wayland - no X is used", async () => {
  expect(await app.inMain(({ app: electron }) => electron.commandLine.getSwitchValue("ozone-platform"))).toBe(
    "wayland",
  );
});

test("native Wayland - a second click on the tray closes the board, and the next one opens it, each time", async () => {
  for (let round = 1; round <= 3; round++) {
    await hasKeyboard();
    await clickTray();
    await app.boardIsHidden();
    await clickTray();
    await app.boardIsShown();
  }
});

test("native Wayland - Escape closes the board, and so does its button", async () => {
  await hasKeyboard();
  await run("xdotool", ["key", "Escape"], { env: desktop.env });
  await app.boardIsHidden();
  await clickTray();
  await app.boardIsShown();
  await app.boardPage()?.locator('[aria-keyshortcuts="Escape"]').click();
  await app.boardIsHidden();
});

test("native Wayland - another window that takes the keyboard closes the board", async () => {
  await clickTray();
  await app.boardIsShown();
  await hasKeyboard();
  const other = new Program("weston-terminal", [], { env: wayland });
  try {
    await app.boardIsHidden();
  } finally {
    await other.stop();
  }
});
