import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ShownNotification } from "../../build/desktop/notifications.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { SomePreferences } from "../../main/core/preferences/preferences.ts";
import { type Company, startCompany, USER } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

const NO_SERVER = "알림을 띄우는 프로그램이 응답하지 않습니다";
const HOUR = 3_600_000;

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp;
let sequence = 1_000;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
});

afterEach(async () => {
  await app?.end();
  await desktop.notificationDaemon.start();
  await desktop.notifications.closeAll();
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

/** A new person's first start: nothing waits yet. */
async function start(preferences: SomePreferences = {}, env: NodeJS.ProcessEnv = {}): Promise<void> {
  for (const service of ["hr-leave", "mail"]) await publish(service, 0);
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  await writeFile(
    join(userDataDir, "preferences.json"),
    JSON.stringify({ morningDigest: false, ...preferences }),
  );
  app = await RunningApp.start({
    desktop: { ...desktop, env: { ...desktop.env, ...env } },
    policyFile: await company.policy({ preferences: {} }),
    userDataDir,
  });
  await app.trayWhere("in step with the broker", isUpToDate);
}

async function publish(service: string, count: number, dueAt?: number): Promise<void> {
  await company.raw(
    service,
    JSON.stringify({
      service,
      user: USER,
      count,
      occurredAt: new Date().toISOString(),
      sequence: sequence++,
      ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt).toISOString() }),
    }),
  );
}

/** Publishes an event, and waits for its notification. */
async function told(service: string, count: number, dueAt?: number): Promise<ShownNotification> {
  const before = desktop.notifications.sent().length;
  await publish(service, count, dueAt);
  return waitFor(() => desktop.notifications.sent()[before], {
    what: `the notice of ${count} in ${service}`,
  });
}

async function boardSays(text: string, isSaid = true): Promise<void> {
  // An open board is not requested again, because that would close it.
  const board = (await app.isBoardVisible()) ? await app.window("board") : await app.openBoard();
  await waitFor(async () => (await board.textContent("body"))?.includes(text), {
    what: `the board ${isSaid ? "says" : "no longer says"} ${text}`,
    until: (says) => says === isSaid,
  });
}

test("notifications - both buttons of the real daemon work: open opens the page, later puts the service off", async () => {
  await start();
  const leave = await told("hr-leave", 2);
  expect(leave).toMatchObject({
    appName: "알림이",
    actions: ["default", "open", "later", "tomorrow"],
    urgency: "normal",
  });
  const links = (await desktop.openedLinks()).length;
  await desktop.notifications.click(leave.id, "open");
  const opened = await waitFor(() => desktop.openedLinks(), {
    what: "the link",
    until: (all) => all.length > links,
  });
  expect(opened.slice(links)).toEqual(["https://hr.example.com/approvals?box=in"]);

  const mail = await told("mail", 1);
  await desktop.notifications.click(mail.id, "later");
  await app.logged("snoozed: mail");
  const sent = desktop.notifications.sent().length;
  await publish("mail", 2);
  await app.logged("not told: mail: snoozed");
  expect(desktop.notifications.sent()).toHaveLength(sent);
  expect(await desktop.openedLinks()).toHaveLength(links + 1);
});

test("notifications - a later count takes the place of the earlier one on the screen", async () => {
  await start();
  const first = await told("hr-leave", 1);
  const second = await told("hr-leave", 2);
  expect(second).toMatchObject({ id: first.id, replaces: first.id });
  expect(second.body).toContain("2");
  expect(await desktop.notifications.displayed()).toEqual([second]);
  await publish("hr-leave", 0);
  await waitFor(() => desktop.notifications.displayed(), {
    what: "it is gone",
    until: (shown) => shown.length === 0,
  });
});

test("notifications - there is one, which says all that is new; a fall changes it without a sound, the last takes it away", async () => {
  await start();
  const leave = await told("hr-leave", 2);
  const both = await told("mail", 3);
  expect(both).toMatchObject({ replaces: leave.id, summary: "새 결재 5건", body: "휴가·출장 2\n메일 3" });
  const before = desktop.notifications.sent().length;
  await publish("mail", 1);
  const fallen = await waitFor(() => desktop.notifications.sent()[before], { what: "the changed notice" });
  expect(fallen).toMatchObject({ replaces: leave.id, body: "휴가·출장 2\n메일 1", isSilent: true });
  await publish("hr-leave", 0);
  await waitFor(() => desktop.notifications.displayed(), {
    what: "only mail is left",
    until: ([only, ...more]) => more.length === 0 && only?.body === "메일 1",
  });
  await publish("mail", 0);
  await waitFor(() => desktop.notifications.displayed(), {
    what: "it is gone",
    until: (shown) => shown.length === 0,
  });
});

test("notifications - a near deadline is urgent; without sound nothing makes one", async () => {
  await start({ sound: false });
  const news = await told("hr-leave", 1, Date.now() + 3 * HOUR);
  expect(news).toMatchObject({ urgency: "normal", isSilent: true });
  const before = desktop.notifications.sent().length;
  await app.setClock(Date.now() + 1.5 * HOUR);
  const urgent = await waitFor(() => desktop.notifications.sent()[before], { what: "the urgent notice" });
  expect(urgent).toMatchObject({ replaces: news.id, urgency: "critical", isSilent: true });
});

test("notifications - a daemon that dies is told on the board; back, it shows what was missed and works again", async () => {
  await start();
  expect((await told("hr-leave", 1)).isSilent).toBe(false);
  await desktop.notificationDaemon.kill();
  await boardSays(NO_SERVER);
  await app.closeBoard();
  const sent = desktop.notifications.sent().length;
  await publish("mail", 3);
  await app.logged(/told: .*"service":"mail"/);
  await desktop.notificationDaemon.start();
  const missed = await waitFor(() => desktop.notifications.sent()[sent], { what: "the missed notice" });
  expect(missed).toMatchObject({ summary: "메일", replaces: 0 }); // the board was looked at
  const next = await told("hr-leave", 4);
  expect(next.replaces).toBe(missed.id);
  await boardSays(NO_SERVER, false);
});

test("notifications - a start without a daemon is told on the board, and ends when one comes", async () => {
  await desktop.notificationDaemon.kill();
  await start();
  await boardSays(NO_SERVER);
  await desktop.notificationDaemon.start();
  await boardSays(NO_SERVER, false);
  await app.closeBoard(); // whoever looks at the board is not notified
  await told("mail", 1);
});

test("notifications - quitting leaves none on the screen that would not answer", async () => {
  await start();
  await told("hr-leave", 1);
  await app.quit();
  await waitFor(() => desktop.notifications.displayed(), {
    what: "nothing is shown",
    until: (shown) => shown.length === 0,
  });
});

test("notifications - what a killed app left on the screen is gone after the next start", async () => {
  await start();
  const left = await told("hr-leave", 1);
  await app.logged("told:");
  await waitFor(async () => (await standing()).includes(`[${left.id}]`), { what: "it is remembered" });
  await app.kill();
  expect(await desktop.notifications.displayed()).toMatchObject([{ id: left.id }]);
  app = await RunningApp.start(app.launch);
  await waitFor(() => desktop.notifications.displayed(), {
    what: "it is gone",
    until: (shown) => shown.every(({ id }) => id !== left.id),
  });
});

function standing(): Promise<string> {
  return readFile(join(app.userDataDir, "notifications.json"), "utf8");
}

test("notifications - a daemon that stops for a while shows what it missed, and nothing that is over", async () => {
  await start();
  const pid = await desktop.bus.ownerPid("org.freedesktop.Notifications");
  try {
    process.kill(pid, "SIGSTOP");
    await publish("hr-leave", 3);
    await app.logged("problem: no-notification-server");
    process.kill(pid, "SIGCONT");
    const [shown] = await waitFor(() => desktop.notifications.displayed(), {
      what: "it is shown",
      until: ({ length }) => length === 1,
    });
    expect(shown?.body).toContain("3");
    process.kill(pid, "SIGSTOP");
    await publish("hr-leave", 4);
    await app.logged(/told: .*"count":4/);
    await publish("hr-leave", 0);
    await app.logged("withdrawn: hr-leave");
  } finally {
    process.kill(pid, "SIGCONT");
  }
  await waitFor(() => desktop.notifications.displayed(), {
    what: "nothing stands at 0",
    until: ({ length }) => length === 0,
  });
});

test("notifications - a page that the browser does not open is told on the board", async () => {
  const browser = join(desktop.home, ".local", "bin", "test-browser");
  const works = await readFile(browser, "utf8");
  // On this desktop xdg-open waits for the browser, and returns its exit code.
  await start({}, { XDG_CURRENT_DESKTOP: "X-Generic" });
  await writeFile(browser, "#!/bin/sh\nexit 3\n");
  try {
    const leave = await told("hr-leave", 2);
    await desktop.notifications.click(leave.id, "open");
    await app.boardIsShown();
    await boardSays("‘휴가·출장’ 페이지를 열지 못했습니다");
    expect((await app.tray()).toolTip).toContain("휴가·출장 2");
  } finally {
    await writeFile(browser, works);
  }
  const links = (await desktop.openedLinks()).length;
  await (await app.window("board"))
    .getByRole("button", { name: /휴가·출장/ })
    .first()
    .click();
  await waitFor(() => desktop.openedLinks(), { what: "the link", until: (all) => all.length > links });
  await boardSays("페이지를 열지 못했습니다", false);
});
