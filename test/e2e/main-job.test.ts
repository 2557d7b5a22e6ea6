import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { appCommand } from "../../build/run-app.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  app = await RunningApp.start({
    desktop,
    policyFile: await company.policy(),
    userDataDir: await mkdtemp(join(company.folder, "app-")),
  });
  await app.trayWhere("in step with the broker", isUpToDate);
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

test("main job - an event from the command line becomes badge pixels, tooltip and menu row", async () => {
  await company.publish("hr-leave", 3);
  const tray = await app.trayWhere("a total of 3", ({ toolTip }) => toolTip.includes("결재 대기 3건"));
  expect(tray.toolTip).toContain("휴가·출장 3");
  expect(tray.toolTip).toMatch(/\d\d:\d\d 기준/);
  await waitFor(async () => app.showsIcon(await app.tray(), "3", "fresh"), { what: "the pixels of a 3" });
  expect(await app.showsIcon(await app.tray(), "4", "fresh")).toBe(false);
  expect((await tray.menu()).map(({ label }) => label)).toContain("휴가·출장  3");
});

test("main job - the notification names service and count, and its click opens exactly the catalog's link", async () => {
  const before = (await desktop.openedLinks()).length;
  const shown = await waitFor(
    async () => (await desktop.notifications.displayed()).find(({ summary }) => summary === "휴가·출장"),
    { what: "the notification" },
  );
  expect(shown.body).toContain("3");
  await desktop.notifications.click(shown.id);
  const links = await waitFor(() => desktop.openedLinks(), {
    what: "the link",
    until: (all) => all.length > before,
  });
  expect(links.slice(before)).toEqual(["https://hr.example.com/approvals?box=in"]);
});

test("main job - the board says it too, and is there again at once after Escape", async () => {
  let board = await app.openBoard();
  await app.closeBoard();
  board = await app.openBoard(); // at once, by the same window
  await expectText(board, "휴가·출장");
  const row = board.getByRole("button", { name: /^휴가·출장 ?,/ });
  await waitFor(async () => (await row.textContent())?.includes("3"), { what: "the count on the board" });
  await app.closeBoard();
});

test("main job - the menu row opens the page as well", async () => {
  const before = (await desktop.openedLinks()).length;
  await (await app.tray()).clickMenu("법인카드  –");
  const links = await waitFor(() => desktop.openedLinks(), {
    what: "the link",
    until: (all) => all.length > before,
  });
  expect(links.slice(before)).toEqual(["https://card.example.com/wait"]);
});

test("main job - an older sequence changes nothing", async () => {
  await company.publish("mail", 4, "--sequence", "100");
  await app.trayWhere("mail 4", ({ toolTip }) => toolTip.includes("메일 4"));
  const sent = desktop.notifications.sent().length;
  const late = {
    service: "mail",
    user: "hong.gd",
    count: 9,
    occurredAt: "2026-11-22T05:00:00Z",
    sequence: 99,
  };
  await company.raw("mail", JSON.stringify(late));
  await company.publish("finance-card", 1, "--sequence", "1"); // arrives after the late one
  const tray = await app.trayWhere("card 1", ({ toolTip }) => toolTip.includes("법인카드 1"));
  expect(tray.toolTip).toContain("메일 4");
  await waitFor(() => desktop.notifications.sent().length > sent, { what: "the notices of mail and card" });
  expect(
    desktop.notifications
      .sent()
      .slice(sent)
      .map(({ body }) => body)
      .join(),
  ).not.toContain("9");
});

test("main job - a burst of 1,000 events gives one digest and the right totals", async () => {
  await company.publish("mail", 0, "--sequence", "200");
  await company.publish("finance-card", 0, "--sequence", "200");
  await app.trayWhere("nothing but leave", ({ toolTip }) => toolTip.includes("결재 대기 3건"));
  await waitFor(
    async () => (await desktop.notifications.displayed()).every(({ body }) => !/메일|법인/.test(body)),
    {
      what: "earlier notices are gone",
    },
  );
  const sent = desktop.notifications.sent().length;
  const rising = Array.from({ length: 500 }, (_, index) => index + 1);
  await Promise.all([company.burst("mail", rising, 1000), company.burst("finance-card", rising, 1000)]);
  await app.trayWhere("the total", ({ toolTip }) => toolTip.includes("결재 대기 1,003건"));
  await waitFor(async () => app.showsIcon(await app.tray(), "99plus", "fresh"), { what: "the pixels of 9+" });
  await app.logged('"kind":"digest"');
  const news = await waitFor(() => desktop.notifications.sent().slice(sent), {
    what: "the digest",
    until: (all) => all.length > 0,
  });
  expect(news).toHaveLength(1);
  expect(news[0]?.body.split("\n").sort()).toEqual(["메일 500", "법인카드 500"]);
  // One more event proves that nothing else was on its way.
  await company.publish("hr-leave", 4);
  await waitFor(() => desktop.notifications.sent().length >= sent + 2, { what: "the next notice" });
  expect(
    desktop.notifications
      .sent()
      .slice(sent + 1)
      .map(({ summary }) => summary),
  ).toEqual(["결재 대기 1,004건 · 새로 1,001건"]);
  expect(desktop.notifications.sent().at(-1)?.body.split("\n").sort()).toEqual([
    "메일 500 (새로 500)",
    "법인카드 500 (새로 500)",
    "휴가·출장 4 (새로 1)",
  ]);
  expect(await desktop.notifications.displayed()).toHaveLength(1);
});

test("main job - a count that falls to 0 takes its notification away", async () => {
  const isShown = async (): Promise<boolean> =>
    (await desktop.notifications.displayed()).some(({ body }) => body.includes("휴가·출장"));
  await waitFor(isShown, { what: "the notice of leave" });
  await company.publish("hr-leave", 0);
  await waitFor(isShown, { what: "it is gone", until: (shown) => !shown });
});

test("main job - a pause silences and shows itself; resuming tells what was held", async () => {
  await (await app.tray()).clickMenu("1시간 동안");
  await waitFor(async () => app.showsIcon(await app.tray(), "99plus", "paused"), { what: "the paused icon" });
  const sent = desktop.notifications.sent().length;
  await company.publish("hr-leave", 2);
  await app.logged("not told: hr-leave: paused");
  expect(desktop.notifications.sent()).toHaveLength(sent);
  await (await app.tray()).clickMenu((row) => row.label.startsWith("알림 다시 켜기"));
  await waitFor(() => desktop.notifications.sent().length > sent, { what: "the held notice" });
  expect(desktop.notifications.sent().at(-1)?.body).toContain("휴가·출장 2");
});

test("main job - a second start shows the board of the first and ends", async () => {
  const { file, args, env } = await appCommand([`--user-data-dir=${app.userDataDir}`], desktop.env);
  // Right after the start of the first it would be taken for a second entry for the login.
  await waitFor(
    async () => {
      const child = spawn(file, args, { env, stdio: "ignore" });
      expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
      return app.isBoardVisible();
    },
    { what: "the board is shown", interval: 500, timeout: 60_000 },
  );
});

async function expectText(page: Page, text: string): Promise<void> {
  await waitFor(async () => (await page.textContent("body"))?.includes(text), {
    what: `the board says ${text}`,
  });
}
