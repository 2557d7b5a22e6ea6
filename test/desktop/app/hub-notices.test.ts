import { expect, test } from "vitest";
import { App } from "./hub-app.ts";

/** Notices on the screen while their counts change. */

const DIGEST = "digest:finance-card,hr-leave";
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

test("notices - a digest is taken away with the last of its services that had something waiting", async () => {
  const app = await start({ leave: 3, card: 1 });
  expect(app.notices).toMatchObject([{ tag: DIGEST }]);
  app.event({ count: 0, sequence: 8 });
  await app.clock.pass(0);
  expect(app.withdrawn).toEqual([]);
  app.event({ count: 0, sequence: 8, service: "finance-card" });
  await app.clock.pass(0);
  expect(app.withdrawn).toEqual([DIGEST]);
});

test("notices - a digest takes the place of older notices of its services", async () => {
  const app = await start({ leave: 1 });
  app.event({ count: 2, sequence: 8 });
  app.event({ count: 1, service: "finance-card" });
  await app.clock.pass(5_000);
  expect(app.notices).toMatchObject([{ tag: "service:hr-leave" }, { tag: DIGEST }]);
  expect(app.withdrawn).toEqual(["service:hr-leave"]);
});

test("notices - a digest stays beside later ones that do not say all that it said", async () => {
  const app = await start({ leave: 1, card: 1 });
  app.event({ count: 1, service: "mail" });
  app.event({ count: 2, sequence: 8 });
  await app.clock.pass(5_000);
  expect(app.notices.at(-1)).toMatchObject({ tag: "digest:hr-leave,mail" });
  expect(app.withdrawn).toEqual([]); // the card still waits
  app.event({ count: 2, sequence: 8, service: "finance-card" });
  await app.clock.pass(5_000);
  expect(app.withdrawn).toEqual([DIGEST]);
});

test("notices - opening a service's page takes its notice away, and leaves the others'", async () => {
  const app = await start({ leave: 1 });
  app.event({ count: 1, service: "finance-card" });
  await app.clock.pass(5_000);
  app.hub.command({ kind: "open-service", service: "hr-leave" });
  await app.clock.pass(0); // the system has taken the link
  expect(app.withdrawn).toEqual(["service:hr-leave"]);
});

test("notices - what is put off needs no notice meanwhile", async () => {
  const app = await start({ leave: 1, card: 1 });
  app.hub.command({ kind: "snooze", services: ["hr-leave", "finance-card"], choice: "hour" });
  expect(app.withdrawn).toEqual([DIGEST]);
});

test("notices - a screen that is locked loses its notices; unlocked, they come again", async () => {
  const app = await start({ leave: 2 });
  app.hub.presenceChanged({ ...there, isLocked: true });
  expect(app.withdrawn).toEqual(["all"]);
  app.hub.presenceChanged(there);
  expect(app.notices.map(({ title }) => title)).toEqual(["휴가·출장", "아직 결재 대기 2건이 있습니다"]);
});

test("notices - what had left the screen before it was locked does not come again", async () => {
  const app = await start({ leave: 2 });
  app.hub.noticeClosed("service:hr-leave");
  app.hub.presenceChanged({ ...there, isLocked: true });
  app.hub.presenceChanged(there);
  expect(app.notices).toHaveLength(1);
  expect(app.withdrawn).toEqual([]);
});

test("notices - what has left the screen for the desktop's own list is taken away at 0 all the same", async () => {
  const app = await start({ leave: 2 });
  app.hub.noticeClosed("service:hr-leave");
  app.event({ count: 0, sequence: 8 });
  await app.clock.pass(0);
  expect(app.withdrawn).toEqual(["service:hr-leave"]);
});

test("notices - a notice that is told again is on the screen again", async () => {
  const app = await start({ leave: 1 });
  app.hub.noticeClosed("service:hr-leave");
  app.event({ count: 2, sequence: 8 });
  await app.clock.pass(5_000);
  app.hub.presenceChanged({ ...there, isLocked: true });
  expect(app.withdrawn).toEqual(["all"]);
});
