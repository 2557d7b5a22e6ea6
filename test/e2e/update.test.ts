import { mkdtemp, readFile, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { defineLogind, type Logind } from "../../build/desktop/logind.ts";
import { type TrayItem, trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { InstalledApp } from "./installed-app.ts";

/** Another version is installed while the app runs. */

let company: Company;
let desktop: VirtualDesktop;
let logind: Logind;
let installed: InstalledApp;
let folder: string;

beforeAll(async () => {
  company = await startCompany();
  await company.publish("mail", 4);
});

beforeEach(async () => {
  desktop = await startVirtualDesktop();
  logind = defineLogind(desktop);
  await logind.start();
  const place = await mkdtemp(join(company.folder, "installed-"));
  installed = await InstalledApp.install(join(place, "opt"), "0.1.0");
  folder = join(place, "person");
});

afterEach(async () => {
  for (const { pid } of await trayItems(desktop)) process.kill(pid, "SIGKILL");
  await logind?.kill();
  await desktop?.dispose();
});

afterAll(async () => {
  await company?.dispose();
});

async function start(): Promise<TrayItem> {
  await installed.start(desktop, [`--policy-file=${await company.policy()}`, `--user-data-dir=${folder}`]);
  return tray("the app", () => true);
}

/** Waits for a tray icon with the count. */
function tray(what: string, holds: (item: TrayItem) => boolean): Promise<TrayItem> {
  return waitFor(
    async () => (await trayItems(desktop)).find((item) => item.toolTip.includes("메일 4") && holds(item)),
    { what, timeout: 60_000 },
  );
}

function logged(text: string): Promise<string> {
  return waitFor(() => readFile(join(folder, "logs", "alrimi.log"), "utf8"), {
    what: `the log says ${text}`,
    until: (log) => log.includes(text),
    timeout: 60_000,
  });
}

async function menuOf(item: TrayItem): Promise<readonly string[]> {
  return (await item.menu()).map(({ label }) => label);
}

const OFFER = "새 버전 0.2.0이 설치되었습니다 · 다시 시작";

test("update - it is offered while the person is there, and the app restarts once the screen is locked", async () => {
  const before = await start();
  expect(await menuOf(before)).not.toContain(OFFER);
  await installed.upgrade("0.2.0");
  await waitFor(() => menuOf(before), { what: "the offer", until: (menu) => menu.includes(OFFER) });
  await logged('"reason":"person-there"');
  await logind.setLockedHint(true);
  const after = await tray("the restarted app", ({ pid }) => pid !== before.pid);

  expect(await readlink(`/proc/${after.pid}/exe`)).toBe(installed.program); // and not the deleted one
  const command = await readFile(`/proc/${after.pid}/cmdline`, "utf8"); // Chromium writes it with spaces
  expect(command).toMatch(/ --hidden\b/);
  expect(command).toContain(`--user-data-dir=${folder}`);
  const log = await logged("alrimi 0.2.0 on Electron");
  expect(log).toContain('"reason":"locked"');
  expect(log).toContain("updated: 0.1.0 to 0.2.0");
  expect(await menuOf(after)).not.toContain(OFFER);
  const state = await waitFor(
    async () => JSON.parse(await readFile(join(folder, "state", "ledger.json"), "utf8")),
    { what: "the state of the new version", until: ({ savedBy }) => savedBy === "0.2.0" },
  );
  expect(state.history.map(({ decision }: { decision: unknown }) => decision)).toContainEqual({
    kind: "updated",
    from: "0.1.0",
    to: "0.2.0",
  });
});

test("update - the row of the tray menu restarts it at once", async () => {
  const before = await start();
  await installed.upgrade("0.2.0");
  await waitFor(() => menuOf(before), { what: "the offer", until: (menu) => menu.includes(OFFER) });
  await before.clickMenu(OFFER).catch(() => {}); // it may be gone before it answers
  await tray("the restarted app", ({ pid }) => pid !== before.pid);
  await logged("updates: restarted by the person");
});

test("update - after the program was removed the app goes on, and restarts into nothing", async () => {
  const before = await start();
  await rm(installed.program);
  await logged('"reason":"program-missing"');
  await logind.setLockedHint(true);
  await logged('presence: {"isLocked":true');
  await company.publish("hr-leave", 2);
  const still = await tray("the next count", ({ toolTip }) => toolTip.includes("휴가·출장 2"));
  expect(still.pid).toBe(before.pid);
  expect(await menuOf(still)).not.toContain(OFFER);
});
