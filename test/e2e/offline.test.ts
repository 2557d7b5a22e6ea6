import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp;
let userDataDir: string;

async function start(): Promise<RunningApp> {
  return RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir });
}

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  userDataDir = await mkdtemp(join(company.folder, "app-"));
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

test("offline - events published while the app is off are there after its start, told in one digest", async () => {
  await company.publish("hr-leave", 2);
  await company.publish("mail", 5);
  app = await start();
  await app.trayWhere(
    "both counts",
    ({ toolTip }) => toolTip.includes("휴가·출장 2") && toolTip.includes("메일 5"),
  );
  const sent = await waitFor(() => desktop.notifications.sent(), {
    what: "the digest",
    until: (all) => all.length > 0,
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body.split("\n").sort()).toEqual(["메일 5", "휴가·출장 2"]);
});

test("offline - a restart tells nothing twice, and only what rose meanwhile", async () => {
  await app.quit();
  await company.publish("mail", 6);
  const before = desktop.notifications.sent().length;
  app = await start();
  await app.trayWhere("6 mails", ({ toolTip }) => toolTip.includes("메일 6"));
  await waitFor(() => desktop.notifications.sent().length > before, { what: "the notice" });
  expect(desktop.notifications.sent().slice(before)).toMatchObject([
    { summary: "메일", body: "결재 대기 6건 (새로 1건)" },
  ]);
});

test("offline - a broker that stops makes the app stale: the counts stay, the icon and the words change", async () => {
  await company.broker.kill();
  const tray = await app.trayWhere("stale", ({ toolTip }) => toolTip.includes("연결 끊김"));
  expect(tray.toolTip).toMatch(/결재 대기 8건/);
  expect(tray.toolTip).toMatch(/\d\d:\d\d 기준/);
  await waitFor(async () => app.showsIcon(await app.tray(), "8", "stale"), { what: "the stale icon" });
  const board = await app.openBoard();
  await waitFor(async () => (await board.textContent("body"))?.includes("연결 끊김"), {
    what: "the board says so",
  });
  await app.closeBoard();
});

test("offline - a broker that comes back makes it fresh again, and nothing is lost", async () => {
  await company.broker.restart();
  await company.publish("finance-card", 1);
  const tray = await app.trayWhere(
    "fresh with the new count",
    ({ toolTip }) => toolTip.includes("법인카드 1") && !toolTip.includes("연결 끊김"),
  );
  expect(tray.toolTip).toContain("결재 대기 9건");
  await waitFor(async () => app.showsIcon(await app.tray(), "9", "fresh"), { what: "the fresh icon" });
});

test("offline - a start without a broker shows the last counts as of then, never a zero", async () => {
  await app.quit();
  await company.broker.stop();
  app = await start();
  const tray = await app.trayWhere("stale", ({ toolTip }) => toolTip.includes("연결 끊김"));
  expect(tray.toolTip).toContain("결재 대기 9건");
  await company.broker.restart();
  await app.trayWhere("fresh", ({ toolTip }) => !toolTip.includes("연결 끊김") && toolTip.includes("9건"));
});
