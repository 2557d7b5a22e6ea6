import { expect, test } from "vitest";
import { bytesOf } from "../../contract/events.ts";
import { settle } from "../fake-clock.ts";
import { App, catalog } from "./hub-app.ts";

test("hub - an event becomes a badge, a tooltip line, a menu row and a notice", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  await app.clock.pass(5_000);
  expect(app.tray).toMatchObject({ badge: "3", mode: "fresh" });
  expect(app.tray.tooltip).toContain("휴가·출장 3");
  expect(app.tray.menu).toContainEqual({
    kind: "command",
    label: "휴가·출장  3",
    command: { kind: "open-service", service: "hr-leave" },
  });
  expect(app.notices).toMatchObject([
    { title: "휴가·출장", body: expect.stringContaining("3"), service: "hr-leave" },
  ]);
});

test("hub - before the first contact nothing looks like a zero of now", () => {
  const app = new App();
  expect(app.tray).toMatchObject({ badge: "unknown", mode: "stale" });
  expect(app.tray.tooltip).toContain("아직 연결된 적 없음");
});

test("hub - a lost connection keeps the counts and says as of when they are", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  app.hub.signal({ kind: "lost", cause: "disconnected" });
  await app.clock.pass(1_000);
  expect(app.tray).toMatchObject({ badge: "3", mode: "stale" });
  expect(app.tray.tooltip).toMatch(/연결 끊김 · \d\d:\d\d 기준/);
});

test("hub - a click opens the catalog's link; a service without a good one opens the board instead", async () => {
  const app = new App();
  await app.connect();
  app.hub.command({ kind: "open-service", service: "hr-leave" });
  expect(app.opened).toEqual(["https://hr.example.com/approvals"]);
  app.hub.command({ kind: "open-service", service: "finance-card" });
  app.hub.command({ kind: "open-service", service: "unheard-of" });
  expect(app.opened).toHaveLength(1);
  expect(app.isBoardOpen).toBe(true);
});

test("hub - a page that the system cannot open is told on the board, and its notice and its count stay", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  await app.clock.pass(5_000);
  app.opensLinks = false;
  app.hub.command({ kind: "open-service", service: "hr-leave" });
  await app.clock.pass(0);
  expect(app.isBoardOpen).toBe(true);
  expect(app.board.problems).toEqual([
    "‘휴가·출장’ 페이지를 열지 못했습니다. 기본 웹 브라우저를 확인하세요.",
  ]);
  expect(app.withdrawn).toEqual([]);
  expect(app.tray.badge).toBe("3");
  app.opensLinks = true;
  app.hub.command({ kind: "open-service", service: "hr-leave" });
  await app.clock.pass(0);
  expect(app.board.problems).toEqual([]);
  expect(app.withdrawn).toEqual(["approvals"]);
  expect(app.isBoardOpen).toBe(false);
});

test("hub - what comes while the browser is still starting is told, and stays", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  await app.clock.pass(5_000);
  let opened = (_is: boolean): void => {};
  app.opensLinks = new Promise((resolve) => {
    opened = resolve;
  });
  app.hub.command({ kind: "open-service", service: "hr-leave" });
  app.event({ count: 4, sequence: 8 });
  await app.clock.pass(5_000);
  opened(true);
  await app.clock.pass(5_000);
  expect(app.notices.map(({ body }) => body)).toEqual([
    "결재 대기 3건이 있습니다",
    "결재 대기 4건이 있습니다",
  ]);
  expect(app.withdrawn).toEqual([]);
});

test.each([
  ["not for this user", { user: "kim" }, "approvals.kim.hr-leave"],
  ["of another person on this one's subject", { user: "kim" }, "approvals.hong%2Egd.hr-leave"],
  ["with a wrong count", { count: "99" }, undefined],
])("hub - an event %s changes nothing and is logged with its reason", async (_what, fields, subject) => {
  const app = new App();
  await app.connect();
  const before = app.save();
  app.event(fields, subject);
  await app.clock.pass(5_000);
  expect(app.tray.badge).toBe("unknown");
  expect(app.notices).toEqual([]);
  expect(app.save()).toEqual(before);
  expect(app.log.some((line) => line.startsWith("event refused: "))).toBe(true);
});

test("hub - a service that leaves the catalog leaves the board, the badge and its late events", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  await app.clock.pass(5_000);
  app.hub.receiveCatalog(bytesOf({ services: catalog.services.slice(1) }));
  app.event({ count: 4, sequence: 8 });
  await app.clock.pass(5_000);
  expect(app.tray.badge).toBe("unknown");
  expect(app.hub.services()).toEqual(["finance-card"]);
  expect(app.withdrawn).toContain("approvals");
});

test("hub - a service that comes back into the catalog is taken again", async () => {
  const app = new App();
  await app.connect();
  app.hub.receiveCatalog(bytesOf({ services: catalog.services.slice(1) }));
  app.hub.receiveCatalog(bytesOf(catalog));
  app.event({ count: 2 });
  await app.clock.pass(1_000);
  expect(app.tray.badge).toBe("2");
});

test("hub - a bad catalog leaves the last good one, and the board says so", async () => {
  const app = new App();
  await app.connect();
  app.hub.receiveCatalog(bytesOf("nonsense"));
  await app.clock.pass(1_000);
  app.hub.refreshBoard();
  expect(app.boards.at(-1)).toMatchObject({ rows: [{ service: "hr-leave" }, { service: "finance-card" }] });
  expect(app.boards.at(-1)?.problems).toHaveLength(1);
  app.hub.receiveCatalog(bytesOf(catalog));
  app.hub.refreshBoard();
  expect(app.boards.at(-1)?.problems).toEqual([]);
});

test("hub - a restart takes up the saved state, as of then, and tells nothing twice", async () => {
  const before = new App();
  await before.connect();
  before.event({ count: 3 });
  await before.clock.pass(5_000);

  const after = new App(before.save());
  expect(after.tray).toMatchObject({ badge: "3", mode: "stale" });
  expect(after.tray.tooltip).toMatch(/\d\d:\d\d 기준/);
  await after.connect();
  after.event({ count: 3 });
  await after.clock.pass(5_000);
  expect(after.notices).toEqual([]);
  expect(after.tray.mode).toBe("fresh");
});

test("hub - the saved state of another owner is not taken up", async () => {
  const before = new App();
  await before.connect();
  before.event({ count: 3 });
  expect(new App(before.save(), { owner: "other" }).tray.badge).toBe("unknown");
});

test("hub - without an owner, as with settings that cannot be read, nothing is taken up and nothing is saved over", async () => {
  const before = new App();
  await before.connect();
  before.event({ count: 3 });
  const saved = before.save();

  const nobodys = new App(saved, { owner: null });
  nobodys.hub.signal({ kind: "misconfigured", problem: { key: "secret-lost", args: ["locked"] } });
  nobodys.hub.command({ kind: "pause", choice: "hour" });
  await nobodys.clock.pass(60_000);
  expect(nobodys.tray.badge).toBe("unknown");
  expect([nobodys.saves, nobodys.putAside]).toEqual([0, 0]);
  expect(new App({ version: 2, owner: "o" }, { owner: null }).putAside).toBe(0);
  expect(new App(saved).tray.badge).toBe("3");
});

test("hub - a service that left the catalog while the app was off leaves the board and the badge, for good", async () => {
  const before = new App();
  await before.connect();
  before.event({ count: 3 });
  const after = new App(before.save());
  expect(after.tray.badge).toBe("3");
  after.hub.receiveCatalog(bytesOf({ services: catalog.services.slice(1) }));
  after.event({ count: 4, sequence: 8 });
  expect(after.read({ count: 4, sequence: 8 })).toBe(false);
  await after.clock.pass(5_000);
  expect(after.tray.badge).toBe("unknown");
  const later = new App(after.save());
  later.event({ count: 5, sequence: 9 });
  await later.clock.pass(5_000);
  expect(later.hub.services()).toEqual(["finance-card"]);
});

test("hub - a saved state of a later version is kept aside, not overwritten", () => {
  expect(new App({ version: 2, owner: "o" }).putAside).toBe(1);
  expect(new App({}).putAside).toBe(0);
  expect(new App().putAside).toBe(0);
});

test("hub - a burst is drawn a few times, not once an event", async () => {
  const app = new App();
  await app.connect();
  const before = app.trays.length;
  for (let sequence = 1; sequence <= 10_000; sequence++) app.event({ sequence, count: sequence % 100 });
  await app.clock.pass(10_000);
  expect(app.trays.length - before).toBeLessThan(10);
  expect(app.notices).toEqual([]); // the last one was 0
});

test("hub - whoever opens the board needs no notices of what stands on it", async () => {
  const app = new App();
  app.hub.command({ kind: "toggle-board", by: "tray" });
  expect(app.withdrawn).toEqual(["all"]);
  app.hub.command({ kind: "toggle-board", by: "tray" }); // closes
  expect(app.withdrawn).toEqual(["all"]);
  app.hub.command({ kind: "open-board" });
  expect(app.withdrawn).toEqual(["all", "all"]);
});

test("hub - after the end nothing is drawn or told, though the broker still speaks", async () => {
  const app = new App();
  await app.connect();
  const drawn = app.trays.length;
  app.event({ count: 3 });
  app.hub.stop();
  app.event({ count: 4, sequence: 9 });
  app.hub.signal({ kind: "lost", cause: "disconnected" });
  app.hub.refreshBoard();
  await app.clock.pass(20_000);
  expect(app.trays).toHaveLength(drawn);
  expect([...app.boards, ...app.notices]).toEqual([]);
});

test("hub - a pause silences, shows itself, and ends by the menu", async () => {
  const app = new App();
  await app.connect();
  app.hub.command({ kind: "pause", choice: "hour" });
  app.event({ count: 3 });
  await app.clock.pass(10_000);
  expect(app.notices).toEqual([]);
  expect(app.tray).toMatchObject({ badge: "3", mode: "paused" });
  app.hub.command({ kind: "resume" });
  await app.clock.pass(10_000);
  expect(app.notices).toHaveLength(1);
  expect(app.tray.mode).toBe("fresh");
});

test("hub - a pause outlives a restart", async () => {
  const before = new App();
  await before.connect();
  before.hub.command({ kind: "pause", choice: "hour" });
  const after = new App(before.save());
  await after.connect();
  expect(after.tray.mode).toBe("paused");
});

test("hub - what a person was told, or did, is saved at once; a count that nobody is told of soon", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  await settle();
  expect(app.savedAtOnce).toBe("");
  await app.clock.pass(5_000);
  expect(app.notices).toHaveLength(1);
  const saved = (): Record<string, unknown> => JSON.parse(app.savedAtOnce);
  expect(saved()).toMatchObject({ told: [["hr-leave", 3, expect.any(Number)]] });
  app.hub.command({ kind: "pause", choice: "hour" });
  expect(saved()).toMatchObject({ pausedUntil: expect.any(Number) });
  app.hub.command({ kind: "resume" });
  expect(saved()).toMatchObject({ pausedUntil: null });
  app.hub.command({ kind: "snooze", services: ["hr-leave"], choice: "hour" });
  expect(saved()).toMatchObject({ snoozed: [["hr-leave", expect.any(Number), expect.any(Number)]] });
  app.hub.command({ kind: "end-snooze", service: "hr-leave" });
  expect(saved()).toMatchObject({ snoozed: [] });
});

test("hub - markup in a service's name stays text", async () => {
  const app = new App();
  await app.connect();
  app.hub.receiveCatalog(
    bytesOf({ services: [{ id: "hr-leave", name: { ko: "<b>휴가</b> & <img src=x>" } }] }),
  );
  app.event({ count: 1 });
  await app.clock.pass(5_000);
  expect(app.notices[0]?.title).toBe("<b>휴가</b> & <img src=x>");
});

test("hub - what a refused event holds begins no line of the log", async () => {
  const app = new App();
  await app.connect();
  app.hub.receive("approvals.hong%2Egd.hr-leave", Buffer.from("x\n2026-12-01 error forged\u2028by hr"));
  expect(app.log.filter((line) => /[\n\r\u2028\u2029]/.test(line))).toEqual([]);
});

test("hub - an update is offered in the tray menu and on the board, and the person's command restarts", async () => {
  const app = new App();
  await app.connect();
  app.hub.offer({ version: "0.2.0", kind: "newer" });
  await app.clock.pass(1_000);
  const row = { label: "새 버전 0.2.0이 설치되었습니다 · 다시 시작", command: { kind: "restart" } };
  expect(app.tray.menu).toContainEqual({ kind: "command", ...row });
  expect(app.board.update).toEqual({ text: "새 버전 0.2.0이 설치되었습니다", restart: "다시 시작" });
  app.hub.command({ kind: "restart" });
  expect(app.restarts).toBe(1);
  app.hub.offer(null);
  await app.clock.pass(1_000);
  expect(app.tray.menu).not.toContainEqual({ kind: "command", ...row });
  expect(app.board.update).toBeUndefined();
});

test("hub - the first start of another version is in the history and saved at once, a later start is not", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  await app.clock.pass(5_000);
  const saved = app.save() as Record<string, unknown>;
  expect(saved["savedBy"]).toBe("0.1.0");
  expect(new App(saved).hub.history).toHaveLength(app.hub.history.length);

  const updated = new App({ ...saved, savedBy: "0.0.9" });
  expect(updated.hub.history[0]?.decision).toEqual({ kind: "updated", from: "0.0.9", to: "0.1.0" });
  expect(JSON.parse(updated.savedAtOnce)).toMatchObject({ savedBy: "0.1.0" });
  expect(new App(JSON.parse(updated.savedAtOnce)).hub.history).toHaveLength(updated.hub.history.length);

  const { savedBy: _, ...unnamed } = saved; // of a version that did not name itself
  expect(new App(unnamed).hub.history).toHaveLength(app.hub.history.length);
});
