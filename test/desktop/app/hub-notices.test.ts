import { expect, test } from "vitest";
import { App } from "./hub-app.ts";

/** Notices on the screen while their counts change. */

const TAG = "approvals";
const there = { isLocked: false, isPresenting: false };

/** Everything is read, and something waits in two services. */
async function start(counts: { leave?: number; card?: number }): Promise<App> {
  const app = new App();
  await app.connect();
  if (counts.leave !== undefined) app.event({ count: counts.leave });
  if (counts.card !== undefined) app.event({ count: counts.card, service: "finance-card" });
  await app.clock.pass(5_000);
  return app;
}

test("notices - a fall changes the notice in its place, silently; the last one takes it away", async () => {
  const app = await start({ leave: 3, card: 1 });
  expect(app.notices).toMatchObject([{ tag: TAG, title: "새 결재 4건", isSilent: false }]);
  app.event({ count: 0, sequence: 8 });
  await app.clock.pass(2_000);
  expect(app.notices.slice(1)).toMatchObject([{ tag: TAG, body: "법인카드 1", isSilent: true }]);
  expect(app.withdrawn).toEqual([]);
  app.event({ count: 0, sequence: 8, service: "finance-card" });
  await app.clock.pass(2_000);
  expect(app.withdrawn).toEqual([TAG]);
  expect(app.notices).toHaveLength(2);
});

test("notices - several approvals in a row are one change", async () => {
  const app = await start({ leave: 9 });
  for (const [index, count] of [8, 7, 6].entries()) app.event({ count, sequence: 10 + index });
  await app.clock.pass(2_000);
  expect(app.notices.slice(1)).toMatchObject([{ body: "결재 대기 6건이 있습니다", isSilent: true }]);
});

test("notices - a rise that is not told now changes the number on the screen all the same", async () => {
  const app = await start({ leave: 1 });
  app.hub.command({ kind: "pause", choice: "hour" });
  app.event({ count: 5, sequence: 8 });
  await app.clock.pass(3_000);
  expect(app.notices.slice(1)).toMatchObject([{ body: "결재 대기 5건이 있습니다", isSilent: true }]);
});

test("notices - while a burst of rises is collected, the number on the screen is at most two seconds old", async () => {
  const app = await start({ leave: 1 });
  for (let sequence = 8; sequence < 14; sequence++) {
    app.event({ count: sequence, sequence });
    await app.clock.pass(1_500);
  }
  expect(app.notices.slice(1).map(({ body, isSilent }) => [body, isSilent])).toEqual([
    ["결재 대기 9건이 있습니다", true],
    ["결재 대기 11건이 있습니다", true],
    ["결재 대기 13건이 있습니다", true],
  ]);
  await app.clock.pass(2_000);
  expect(app.notices.at(-1)).toMatchObject({ body: "결재 대기 13건이 있습니다", isSilent: false });
});

test("notices - a later one says what the earlier one said and is still new", async () => {
  const app = await start({ leave: 2 });
  app.event({ count: 1, service: "finance-card" });
  await app.clock.pass(5_000);
  expect(app.notices).toMatchObject([
    { tag: TAG, title: "휴가·출장" },
    { tag: TAG, title: "새 결재 3건", body: "휴가·출장 2\n법인카드 1" },
  ]);
  expect(app.withdrawn).toEqual([]);
});

test("notices - opening a service's page takes its row away, and leaves the others'", async () => {
  const app = await start({ leave: 1, card: 1 });
  app.hub.command({ kind: "open-service", service: "hr-leave" });
  await app.clock.pass(2_000); // the system has taken the link
  expect(app.withdrawn).toEqual([]);
  expect(app.notices.at(-1)).toMatchObject({ body: "법인카드 1", isSilent: true });
});

test("notices - with the board in front of the person nothing pops up; the board follows", async () => {
  const app = await start({});
  app.isBoardOpen = true;
  app.hasBoardFocus = true;
  app.event({ count: 2 });
  await app.clock.pass(5_000);
  expect(app.notices).toEqual([]);
  expect(app.boards.at(-1)?.rows[0]?.count).toBe(2);
  expect(app.hub.history[0]?.decision).toMatchObject({ kind: "silent", service: "hr-leave", reason: "seen" });
  app.hasBoardFocus = false;
  app.event({ count: 3, sequence: 9 });
  await app.clock.pass(5_000);
  expect(app.notices).toMatchObject([{ title: "휴가·출장", body: "결재 대기 3건 (새로 1건)" }]);
});

test("notices - what is put off needs no notice meanwhile", async () => {
  const app = await start({ leave: 1, card: 1 });
  app.hub.command({ kind: "snooze", services: ["hr-leave", "finance-card"], choice: "hour" });
  expect(app.withdrawn).toEqual([TAG]);
});

test("notices - a screen that is locked loses its notices; unlocked, they come again, as new as before", async () => {
  const app = await start({ leave: 2 });
  app.hub.presenceChanged({ ...there, isLocked: true });
  expect(app.withdrawn).toEqual(["all"]);
  app.hub.presenceChanged(there);
  expect(app.notices.map(({ title }) => title)).toEqual(["휴가·출장", "아직 결재 대기 2건 · 새로 2건"]);
});

test("notices - what had left the screen before it was locked does not come again", async () => {
  const app = await start({ leave: 2 });
  app.hub.noticeClosed(TAG, false);
  app.hub.presenceChanged({ ...there, isLocked: true });
  app.hub.presenceChanged(there);
  expect(app.notices).toHaveLength(1);
  expect(app.withdrawn).toEqual([]);
});

test("notices - what has left the screen for the desktop's own list is taken away when its count changes", async () => {
  const app = await start({ leave: 2 });
  app.hub.noticeClosed(TAG, false);
  app.event({ count: 1, sequence: 8 });
  await app.clock.pass(2_000);
  expect(app.withdrawn).toEqual([TAG]);
  expect(app.notices).toHaveLength(1);
});

test("notices - a notice that is told again is on the screen again", async () => {
  const app = await start({ leave: 1 });
  app.hub.noticeClosed(TAG, false);
  app.event({ count: 2, sequence: 8 });
  await app.clock.pass(5_000);
  app.hub.presenceChanged({ ...there, isLocked: true });
  expect(app.withdrawn).toEqual([TAG, "all"]);
});
