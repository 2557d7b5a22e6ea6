import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, lstat, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { defineLogind, type Logind } from "../../build/desktop/logind.ts";
import { type TrayItem, trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { CHANNEL, startUpdateServer, type UpdateServer } from "../desktop/update/update-server.ts";
import { IS_LONG } from "../sample.ts";
import { type Company, startCompany } from "./company.ts";
import { archiveOf, otherVersion, packageApp, startOwn } from "./own-install.ts";

/** An install of the person's own takes an update from the company's server. */

let company: Company;
let server: UpdateServer;
let desktop: VirtualDesktop;
let logind: Logind;
/** The package as it was unpacked, and the person's copy of it in each test. */
let unpacked: string;
let place: string;
let program: string;
let userData: string;

beforeAll(async () => {
  company = await startCompany();
  await company.publish("mail", 4);
  server = await startUpdateServer(await mkdtemp(join(company.folder, "updates-")));
  unpacked = await packageApp(company.folder, server.keyFile);
  const next = join(company.folder, "next");
  await otherVersion(unpacked, next, "0.2.0");
  await server.publish("0.2.0", await archiveOf(next, company.folder));
  await rm(next, { recursive: true });
}, 120_000);

beforeEach(async () => {
  userData = await mkdtemp(join(company.folder, "person-"));
  place = join(userData, "alrimi-0.1.0");
  program = join(place, "alrimi");
  await cp(unpacked, place, { recursive: true, verbatimSymlinks: true });
  desktop = await startVirtualDesktop();
  logind = defineLogind(desktop);
  await logind.start();
});

afterEach(async () => {
  for (const { pid } of await trayItems(desktop)) process.kill(pid, "SIGKILL");
  await logind?.kill();
  await desktop?.dispose();
  await rm(place, { recursive: true });
});

afterAll(async () => {
  await server?.close();
  await company?.dispose();
});

async function start(updates: object | undefined): Promise<TrayItem> {
  const policy = await company.policy(updates === undefined ? {} : { updates });
  startOwn(program, desktop, [`--policy-file=${policy}`, `--user-data-dir=${userData}`]);
  return tray("the app", () => true);
}

function tray(what: string, holds: (item: TrayItem) => boolean): Promise<TrayItem> {
  return waitFor(
    async () => (await trayItems(desktop)).find((item) => item.toolTip.includes("메일 4") && holds(item)),
    { what, timeout: 60_000 },
  );
}

function logged(text: string | RegExp): Promise<string> {
  return waitFor(() => readFile(join(userData, "logs", "alrimi.log"), "utf8"), {
    what: `the log says ${text}`,
    until: (log) => (typeof text === "string" ? log.includes(text) : text.test(log)),
    timeout: 60_000,
  });
}

test.runIf(IS_LONG)("own update - without a server in the policy nothing is asked", async () => {
  server.asked.length = 0;
  await start(undefined);
  await logged('own updates: {"kind":"disabled","reason":"no-server"}');
  expect(server.asked).toEqual([]);
});

test.runIf(IS_LONG)("own update - a wrong signature is refused, and the app goes on", async () => {
  server.answer = ({ url }, response) => {
    if (!url?.endsWith(".sig")) return false;
    response.end(Buffer.alloc(64).toString("base64"));
    return true;
  };
  const { pid } = await start({ url: server.url, caFile: server.caFile });
  await logged('own updates: {"kind":"failed","reason":"signature"');
  server.answer = undefined;
  await company.publish("hr-leave", 2);
  expect((await tray("the next count", ({ toolTip }) => toolTip.includes("휴가·출장 2"))).pid).toBe(pid);
  expect(server.asked).toEqual([`/alrimi/${CHANNEL}`, `/alrimi/${CHANNEL}.sig`]);
  expect(existsSync(join(place, "versions"))).toBe(false);
});

test.runIf(IS_LONG)(
  "own update - after a kill at any moment of it the next start runs, and updates",
  async () => {
    for (const after of [0, 500, 1_500, 3_000]) {
      const app = await start({ url: server.url, caFile: server.caFile });
      await logged(/"kind":"(downloading|ready)"/);
      await setTimeout(after);
      process.kill(app.pid, "SIGKILL");
      await waitFor(async () => (await trayItems(desktop)).length === 0, { what: "the tray icon has gone" });
      await rm(join(userData, "logs/alrimi.log"));
      if ((await lstat(program)).isSymbolicLink()) break; // it was quicker than the kill
    }
    await start({ url: server.url, caFile: server.caFile });
    await waitFor(() => readlink(program).catch(() => ""), {
      what: "the program is that of the new version",
      until: (target) => target === "versions/0.2.0/alrimi",
      timeout: 60_000,
    });
  },
);

test("own update - it is downloaded, checked and put in place, and the app restarts into it", async () => {
  const before = await start({ url: server.url, caFile: server.caFile });
  await logged('own updates: {"kind":"ready","version":"0.2.0"}');
  expect(await readlink(program)).toBe("versions/0.2.0/alrimi");
  await waitFor(async () => (await before.menu()).map(({ label }) => label), {
    what: "the offer",
    until: (menu) => menu.includes("새 버전 0.2.0이 설치되었습니다 · 다시 시작"),
  });
  await logind.setLockedHint(true);
  const after = await tray("the restarted app", ({ pid }) => pid !== before.pid);

  expect(await readlink(`/proc/${after.pid}/exe`)).toBe(join(place, "versions/0.2.0/alrimi"));
  expect(await readFile(`/proc/${after.pid}/cmdline`, "utf8")).toMatch(/ --hidden\b/);
  await logged("alrimi 0.2.0 on Electron");
  await logged("updated: 0.1.0 to 0.2.0");
  const state = await waitFor(
    async () => JSON.parse(await readFile(join(userData, "state", "ledger.json"), "utf8")),
    { what: "the state of the new version", until: ({ savedBy }) => savedBy === "0.2.0" },
  );
  expect(JSON.stringify(state)).toContain("mail");
  await logged("own updates: removed the earlier version");
  expect((await readdir(place)).sort()).toEqual(["alrimi", "versions"]);
  expect((await readdir(join(place, "versions"))).filter((name) => !name.startsWith(".lock"))).toEqual([
    "0.2.0",
  ]);

  // The path by which the person starts the app is the same, and a second start is one of the same app.
  const second = startOwn(program, desktop, [`--user-data-dir=${userData}`]);
  await once(second, "exit");
  expect((await tray("the app", () => true)).pid).toBe(after.pid);
});
