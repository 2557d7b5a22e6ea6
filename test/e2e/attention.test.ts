import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { SomePreferences } from "../../main/core/preferences/preferences.ts";
import { type Company, startCompany, USER } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

/** When the real app notifies, with a clock that the test sets. */

const HOUR = 3_600_000;
let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp | undefined;

beforeEach(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop({ panel: true }), startCompany()]);
});

afterEach(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

/** Monday 23 November 2026 at a time of day. */
function monday(time: string, days = 0): number {
  const [hours, minutes] = time.split(":").map(Number);
  return new Date(2026, 10, 23 + days, hours, minutes).getTime();
}

/** Starts the app at a moment, with these preferences. */
async function startAt(moment: number, preferences: SomePreferences): Promise<RunningApp> {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  await writeFile(
    join(userDataDir, "preferences.json"),
    JSON.stringify({ morningDigest: false, ...preferences }),
  );
  const policyFile = await company.policy({ preferences: {} });
  app = await RunningApp.start({ desktop, policyFile, userDataDir, clockAt: moment });
  await app.trayWhere("up to date", isUpToDate);
  return app;
}

let sequence = 0;
/** Sends an event a second younger than the last one: what waits longest stands first. */
async function send(service: string, count: number, dueAt?: number): Promise<void> {
  const event = {
    service,
    user: USER,
    count,
    sequence: ++sequence,
    occurredAt: new Date(monday("07:00") + sequence * 1_000).toISOString(),
    ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt).toISOString() }),
  };
  await company.raw(service, JSON.stringify(event));
}

/** Waits until so many notifications were sent, and returns the last. */
async function told(number: number) {
  const all = await waitFor(() => desktop.notifications.sent(), {
    what: `${number} notifications`,
    until: (sent) => sent.length >= number,
  });
  expect(all).toHaveLength(number);
  return all[number - 1];
}

test("reminder - two hours after the notice, for everything that still waits, and none after it is approved", async () => {
  const running = await startAt(monday("09:10"), { remindAfter: 120 });
  await send("hr-leave", 2);
  expect((await told(1))?.summary).toBe("휴가·출장");
  await running.setClock(monday("11:10"));
  const reminder = await told(2);
  expect(reminder?.summary).toBe("아직 결재 대기 2건 · 새로 2건");
  expect(reminder?.body).toBe("휴가·출장 2");
  await send("hr-leave", 0);
  await running.logged("withdrawn: hr-leave");
  await running.setClock(monday("14:00"));
  await send("mail", 1); // everything that was due is told before it
  expect((await told(3))?.summary).toBe("메일");
});

test("deadline - told two hours before, as urgent, and its click opens the page", async () => {
  const running = await startAt(monday("10:00"), {});
  await send("hr-leave", 1, monday("16:00"));
  expect((await told(1))?.body).toContain("16:00까지");
  await running.setClock(monday("14:00"));
  const urgent = await told(2);
  expect(urgent).toMatchObject({ summary: "휴가·출장: 기한이 2시간 안에 끝납니다", urgency: "critical" });
  await desktop.notifications.click(urgent?.id);
  const links = await waitFor(() => desktop.openedLinks(), {
    what: "the link",
    until: (all) => all.length > 0,
  });
  expect(links).toEqual(["https://hr.example.com/approvals?box=in"]);
});

test("overdue - a deadline that passes is told at the moment, as urgent, and stands first in the next reminder", async () => {
  const running = await startAt(monday("10:00"), { remindAfter: 120 });
  await send("hr-leave", 4);
  await told(1);
  await send("mail", 8, monday("12:40"));
  await told(2);
  await running.setClock(monday("12:40"));
  expect(await told(3)).toMatchObject({
    summary: "새 결재 12건", // leave was not looked at
    body: "메일 8 · 기한 지남 12:40\n휴가·출장 4",
    urgency: "critical",
  });
  await running.setClock(monday("14:41"));
  const reminder = await told(4);
  expect(reminder?.urgency).toBe("critical");
  expect(reminder?.body).toBe("메일 8 · 기한 지남 12:40\n휴가·출장 4");
});

test("morning - one digest for all that is to be told then: what is due first, by when, and urgent", async () => {
  const running = await startAt(monday("07:30"), { morningDigest: true });
  await send("mail", 1203);
  await send("hr-leave", 2, monday("10:30"));
  await send("finance-card", 1, monday("11:00"));
  await told(1);
  await running.setClock(monday("09:00"));
  const digest = await told(2);
  expect(digest).toMatchObject({ summary: "오늘 결재 대기 1,206건 · 새로 1,206건", urgency: "critical" });
  expect(digest?.body).toBe("휴가·출장 2 · 가장 빠른 기한 10:30\n법인카드 1 · 11:00까지\n메일 1,203");
});

test("quiet hours - what comes is held, and told as one digest when they end", async () => {
  const running = await startAt(monday("22:30"), { quietHours: { from: "22:00", to: "07:00" } });
  await send("hr-leave", 2);
  await send("mail", 5);
  await running.logged("not told: mail: quiet-hours");
  expect(desktop.notifications.sent()).toEqual([]);
  await running.setClock(monday("07:00", 1));
  const digest = await told(1);
  expect(digest?.summary).toBe("방해 금지 시간에 새 결재 7건");
  expect(digest?.body.split("\n").sort()).toEqual(["메일 5", "휴가·출장 2"]);
});

test("morning - everything that waits, once a day, after a restart as well", async () => {
  const running = await startAt(monday("07:30"), { morningDigest: true, remindAfter: null });
  await send("hr-leave", 2);
  await told(1);
  await running.setClock(monday("09:00"));
  expect(await told(2)).toMatchObject({ summary: "오늘 결재 대기 2건 · 새로 2건", body: "휴가·출장 2" });
  await running.quit(); // which saves
  app = await RunningApp.start({ ...running.launch, clockAt: monday("09:30") });
  await app.trayWhere("up to date", ({ toolTip }) => /^휴가·출장 2$/m.test(toolTip));
  await send("mail", 1);
  expect((await told(3))?.summary).toBe("메일");
});

test("leaving - half an hour before work ends, what is left, when it is switched on", async () => {
  const running = await startAt(monday("16:00"), { leavingDigest: true, remindAfter: null });
  await send("hr-leave", 2);
  await told(1);
  await running.setClock(monday("17:30"));
  expect(await told(2)).toMatchObject({ summary: "퇴근 전 결재 대기 2건 · 새로 2건", body: "휴가·출장 2" });
});

test("snooze - comes back by itself; a muted service does not", async () => {
  const running = await startAt(monday("10:00"), { remindAfter: null, delivery: { mail: "off" } });
  await send("mail", 9);
  await running.logged("not told: mail: muted");
  await send("hr-leave", 2);
  expect((await told(1))?.summary).toBe("휴가·출장");
  const board = await running.openBoard();
  await board.evaluate(`window.alrimi.send({ kind: "snooze", services: ["hr-leave"], choice: "hour" })`);
  await send("hr-leave", 3);
  await running.logged("not told: hr-leave: snoozed");
  await running.closeBoard();
  await running.setClock(monday("11:00") + HOUR / 60);
  expect((await told(2))?.body).toBe("휴가·출장 3 (새로 1)");
});

test("working time - what comes in the evening waits for the next morning of work; what is overdue does not", async () => {
  const running = await startAt(monday("18:30"), { onlyWorkingHours: true, remindAfter: null });
  await send("hr-leave", 2);
  await running.logged("not told: hr-leave: off-hours");
  await send("mail", 1, monday("18:00"));
  expect(await told(1)).toMatchObject({ summary: "메일: 기한이 지났습니다", urgency: "critical" });
  await running.setClock(monday("09:00", 1));
  expect((await told(2))?.body).toBe("메일 1 · 기한 지남 11. 23. 18:00\n휴가·출장 2");
});

test("batched - a service is told at its times, once for all that came", async () => {
  const running = await startAt(monday("10:00"), { remindAfter: null, delivery: { mail: "batched" } });
  for (const count of [1, 2, 3]) await send("mail", count);
  await running.logged("not told: mail: batched");
  await send("hr-leave", 1);
  expect((await told(1))?.summary).toBe("휴가·출장");
  await running.setClock(monday("11:00"));
  expect((await told(2))?.body).toBe("메일 3\n휴가·출장 1");
});

test("pause - until the next morning of work, chosen in the menu", async () => {
  const running = await startAt(monday("10:00"), {});
  await (await running.tray()).clickMenu("다음 근무일 아침까지");
  await running.trayWhere("paused", ({ toolTip }) => toolTip.includes("내일 09:00까지 알림 꺼짐"));
  await send("hr-leave", 2);
  await running.logged("not told: hr-leave: paused");
  await running.setClock(monday("09:00", 1));
  expect((await told(1))?.summary).toBe("휴가·출장");
});

test("outage - one that lasts a quarter of an hour is said once, quietly, and taken away when the counts are current again", async () => {
  const running = await startAt(monday("10:00"), {});
  await send("hr-leave", 2);
  await told(1);
  await company.broker.kill();
  await running.trayWhere("stale", ({ toolTip }) => toolTip.includes("연결 끊김"));
  await running.setClock(monday("10:15") + 40_000); // it was lost within some seconds after ten
  const outage = await told(2);
  expect(outage).toMatchObject({ summary: "결재 건수를 받지 못하고 있습니다", isSilent: true });
  await company.broker.restart();
  await running.trayWhere("up to date", isUpToDate);
  await waitFor(async () => (await desktop.notifications.displayed()).every(({ id }) => id !== outage?.id), {
    what: "it is taken away",
  });
});
