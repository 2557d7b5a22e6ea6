import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { SomePreferences } from "../../main/core/preferences/preferences.ts";
import { type Company, startCompany } from "./company.ts";
import { quitByMenu, RunningApp } from "./running-app.ts";

const run = promisify(execFile);

let company: Company;
let desktop: VirtualDesktop;
let userDataDir: string;
let entry: string;
let app: RunningApp;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  userDataDir = await mkdtemp(join(company.folder, "the app's folder "));
  entry = join(desktop.home, ".config/autostart/com.alrimi.app.desktop");
  await company.publish("hr-leave", 3);
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function start(preferences: SomePreferences): Promise<void> {
  await writeFile(join(userDataDir, "preferences.json"), JSON.stringify(preferences));
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir });
}

/** In the log file: it may say so before anybody listens to its output. */
async function says(text: string): Promise<void> {
  await waitFor(() => app.readLog(), { what: text, until: (log) => log.includes(text) });
}

test("autostart - once switched on, the desktop starts the same app by its entry", async () => {
  await start({ startAtLogin: true });
  await says("start at login: on");
  await app.quit();
  await run("desktop-file-validate", [entry]);
  // Not awaited, because the app keeps the inherited outputs open. The desktop ends any remaining process.
  spawn("gio", ["launch", entry], { env: desktop.env, stdio: "ignore" });
  await waitFor(
    async () => (await trayItems(desktop)).find(({ toolTip }) => toolTip.includes("휴가·출장 3")),
    { what: "the app that the desktop has started" },
  );
  await quitByMenu(desktop, () => true);
});

test("autostart - once switched off, there is no entry any more", async () => {
  await start({ startAtLogin: false });
  await says("start at login: off");
  await expect(readFile(entry, "utf8")).rejects.toThrow("ENOENT");
});
