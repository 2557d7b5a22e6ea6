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

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  await company.publish("hr-leave", 2);
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir });
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

test("keeper - while none works counts are said to be late, and what was sent meanwhile arrives with the next one", async () => {
  await app.trayWhere("2 leaves", ({ toolTip }) => toolTip.includes("휴가·출장 2"));
  await company.stopKeeper();
  const late = await app.trayWhere("late", ({ toolTip }) => toolTip.includes("늦게 반영되고"));
  expect(late.toolTip).toMatch(/결재 대기 2건/);
  expect(late.toolTip).toMatch(/\d\d:\d\d 기준/);
  await waitFor(async () => app.showsIcon(await app.tray(), "2", "stale"), { what: "the stale icon" });
  const board = await app.openBoard();
  await waitFor(async () => (await board.textContent("body"))?.includes("새 건수가 반영되지 않습니다"), {
    what: "the board says why",
  });
  await app.closeBoard();
  await company.publish("hr-leave", 3); // stored, and kept by nobody
  company.startKeeper();
  await app.trayWhere(
    "3 leaves",
    ({ toolTip }) => toolTip.includes("휴가·출장 3") && !toolTip.includes("늦게 반영되고"),
  );
});
