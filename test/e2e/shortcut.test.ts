import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openboxFile } from "../../build/desktop/config-files.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { SomePreferences } from "../../main/core/preferences/preferences.ts";
import { type Company, startCompany } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

const run = promisify(execFile);

let company: Company;
let desktop: VirtualDesktop;
let app: RunningApp | undefined;

beforeAll(async () => {
  company = await startCompany();
});

beforeEach(async () => {
  desktop = await startVirtualDesktop();
});

afterEach(async () => {
  await app?.end();
  await desktop?.dispose();
});

afterAll(async () => {
  await company?.dispose();
});

async function start(preferences: SomePreferences, userDataDir?: string): Promise<RunningApp> {
  const folder = userDataDir ?? (await mkdtemp(join(company.folder, "app-")));
  await writeFile(join(folder, "preferences.json"), JSON.stringify(preferences));
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir: folder });
  await app.trayWhere("up to date", isUpToDate);
  return app;
}

/** Presses keys as a person does, whatever has the focus. */
async function press(keys: string): Promise<void> {
  await run("xdotool", ["key", keys], { env: desktop.env });
}

/** Gives keys to the window manager, which is another client of the display. */
async function grabByWindowManager(keys: string): Promise<void> {
  const file = openboxFile(desktop.home);
  const binding = `<keyboard><keybind key="${keys}"><action name="ToggleShowDesktop"/></keybind></keyboard>`;
  await writeFile(file, (await readFile(file, "utf8")).replace("<mouse>", `${binding}<mouse>`));
  await run("openbox", ["--reconfigure"], { env: desktop.env });
}

test("shortcut - opens the board from anywhere and closes it again", async () => {
  const running = await start({ shortcut: "Control+Alt+A" });
  await press("ctrl+alt+a");
  await running.boardIsShown();
  await press("ctrl+alt+a");
  await running.boardIsHidden();
  await press("ctrl+alt+a");
  await running.boardIsShown();
  expect(await running.readLog()).not.toContain("shortcut-taken");
});

test("shortcut - keys that another program holds are told of in words, on the board", async () => {
  await grabByWindowManager("C-A-A");
  const running = await start({ shortcut: "Control+Alt+A" });
  const page = await running.openBoard();
  await page.getByText("Ctrl+Alt+A 단축키는 다른 프로그램이 쓰고 있어").waitFor();
});

test("shortcut - at the end the keys are free for others", async () => {
  const first = await start({ shortcut: "Control+Alt+A" });
  await first.quit();
  const second = await start({ shortcut: "Control+Alt+A" });
  await press("ctrl+alt+a");
  await second.boardIsShown();
  expect(await second.readLog()).not.toContain("shortcut-taken");
});
