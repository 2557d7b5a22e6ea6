import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { defineLogind, type Logind } from "../../build/desktop/logind.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { SomePreferences } from "../../main/core/preferences/preferences.ts";
import { type Company, startCompany } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

/** The presence of the person as the real desktop reports it, and the app's reaction. */

const ANY_TIME: SomePreferences = { quietHours: null, morningDigest: false, remindAfter: null };
const LOCKED = 'presence: {"isLocked":true';
const HERE = 'presence: {"isLocked":false,"isPresenting":false}';

let company: Company;
let desktop: VirtualDesktop;
let logind: Logind;
let app: RunningApp | undefined;

beforeAll(async () => {
  company = await startCompany();
});

beforeEach(async () => {
  for (const service of ["hr-leave", "mail"]) await company.publish(service, 0);
  desktop = await startVirtualDesktop();
  logind = defineLogind(desktop);
  await logind.start();
});

afterEach(async () => {
  await app?.end();
  await logind?.kill();
  await desktop?.dispose();
});

afterAll(async () => {
  await company?.dispose();
});

async function start(preferences: SomePreferences = {}): Promise<RunningApp> {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  await writeFile(join(userDataDir, "preferences.json"), JSON.stringify({ ...ANY_TIME, ...preferences }));
  const policyFile = await company.policy({ preferences: {} });
  app = await RunningApp.start({ desktop, policyFile, userDataDir });
  await app.trayWhere("up to date", isUpToDate);
  return app;
}

/** Waits until so many notifications were sent, and returns them. */
function sent(number: number) {
  return waitFor(() => desktop.notifications.sent(), {
    what: `${number} notifications`,
    until: (all) => all.length >= number,
  });
}

/** How often a line was logged. */
function times(text: string): number {
  return app?.output.split(text).length ?? 0;
}

test("presence - a locked screen is told that something waits and not what; unlocked, one digest follows", async () => {
  const running = await start();
  await logind.setLockedHint(true);
  await running.logged(LOCKED);
  await company.publish("hr-leave", 2);
  await company.publish("mail", 5);
  const [hint] = await sent(1);
  expect(`${hint?.summary} ${hint?.body}`).toBe("알림이 새 결재가 있습니다. 화면 잠금을 풀면 보여 드립니다.");
  await logind.setLockedHint(false);
  const digest = await waitFor(
    () => desktop.notifications.sent().find(({ summary }) => summary.includes("잠긴")),
    {
      what: "the digest",
    },
  );
  expect(digest.summary).toBe("화면이 잠긴 동안 새 결재 7건");
  expect(digest.body.split("\n").sort()).toEqual(["메일 5", "휴가·출장 2"]);
  await company.publish("mail", 6);
  await waitFor(() => desktop.notifications.sent().at(-1)?.body.includes("메일 6"), {
    what: "the next notice",
  });
  const named = desktop.notifications.sent().filter(({ summary }) => summary !== "알림이");
  expect(named).toHaveLength(2);
});

test("presence - what stands on the screen when it is locked is taken off it, and comes again", async () => {
  const running = await start();
  await company.publish("hr-leave", 2);
  expect((await sent(1))[0]?.summary).toBe("휴가·출장");
  await logind.setLockedHint(true);
  await running.logged(LOCKED);
  await waitFor(async () => (await desktop.notifications.displayed()).length === 0, {
    what: "nothing is on the screen",
  });
  await logind.setLockedHint(false);
  expect((await sent(2))[1]).toMatchObject({ summary: "아직 결재 대기 2건 · 새로 2건", body: "휴가·출장 2" });
});

test("presence - whoever does not mind names is told on a locked screen as always", async () => {
  const running = await start({ hideNamesWhenLocked: false });
  await company.publish("hr-leave", 2);
  await sent(1);
  await logind.setLockedHint(true);
  await running.logged(LOCKED);
  await company.publish("mail", 5);
  expect((await sent(2))[1]).toMatchObject({ summary: "새 결재 7건", body: "휴가·출장 2\n메일 5" });
  expect(await desktop.notifications.displayed()).toHaveLength(1);
});

test("presence - dunst that is paused counts as presenting; what came meanwhile is one digest", async () => {
  const running = await start();
  const dunstctl = (...args: string[]) => promisify(execFile)("dunstctl", args, { env: desktop.env });
  await dunstctl("set-paused", "true");
  await running.logged('"isPresenting":true');
  await company.publish("hr-leave", 2);
  await company.publish("mail", 5);
  await running.logged("not told: mail: presenting");
  expect(desktop.notifications.sent()).toEqual([]);
  await dunstctl("set-paused", "false");
  const [digest] = await sent(1);
  expect(digest?.summary).toBe("발표하는 동안 새 결재 7건");
  expect(digest?.body.split("\n").sort()).toEqual(["메일 5", "휴가·출장 2"]);
});

test("presence - the board says that do not disturb is on, while it is", async () => {
  const running = await start();
  const board = await running.openBoard();
  const advice = board.getByText("방해 금지가 켜져 있어");
  for (const isOn of [true, false]) {
    await promisify(execFile)("dunstctl", ["set-paused", String(isOn)], { env: desktop.env });
    await advice.waitFor({ state: isOn ? "visible" : "detached" });
  }
});

test("presence - a notification daemon that dies while it is paused takes its pause along", async () => {
  const running = await start();
  await promisify(execFile)("dunstctl", ["set-paused", "true"], { env: desktop.env });
  await running.logged('"isPresenting":true');
  await desktop.notificationDaemon.kill();
  await waitFor(() => running.output.lastIndexOf(HERE) > running.output.indexOf('"isPresenting":true'), {
    what: "nobody presents any more",
  });
});

test("presence - a computer that wakes doubts its connection at once", async () => {
  const running = await start();
  await running.inMain(({ powerMonitor }) => {
    const seen = globalThis as typeof globalThis & { resumes?: number };
    seen.resumes = 0;
    powerMonitor.on("resume", () => {
      seen.resumes = (seen.resumes ?? 0) + 1;
    });
  });
  await logind.prepareForSleep(true);
  company.broker.freeze(); // the network has changed; without a check it would be noticed after 40 s
  try {
    const asleep = times("connection: ");
    await logind.prepareForSleep(false);
    await running.logged("broker: disconnected");
    await running.trayWhere("not up to date", ({ toolTip }) => toolTip.includes("연결 끊김"));
    expect(times("connection: ")).toBeGreaterThan(asleep);
  } finally {
    company.broker.thaw();
  }
  await company.publish("hr-leave", 4);
  await running.trayWhere("4 leaves", ({ toolTip }) => toolTip.includes("휴가·출장 4"));
  const resumes = await running.inMain(() => (globalThis as { resumes?: number }).resumes ?? 0);
  expect(resumes).toBeGreaterThanOrEqual(1);
});
