import { describe, expect, test } from "vitest";
import { MAX_LEDGER_SERVICES } from "../../../main/core/knowledge/ledger.ts";
import { bytesOf, wireOf } from "../../contract/events.ts";
import { App, catalog } from "./hub-app.ts";

/** A service's retained event cannot be read: the known count stays, but is unsure. */

const SUBJECT = "approvals.hong%2Egd.hr-leave";
const CARD = "approvals.hong%2Egd.finance-card";
const GOOD = { count: 3, sequence: 500 };

const BAD: readonly (readonly [string, Uint8Array])[] = [
  ["half of a document", Buffer.from('{"count":3')],
  ["a count in quotes", bytesOf(wireOf({ ...GOOD, sequence: 501, count: "3" }))],
  ["no sequence", bytesOf(wireOf({ count: 3, sequence: undefined }))],
  ["another user", bytesOf(wireOf({ ...GOOD, sequence: 501, user: "kim.ys" }))],
  ["another service", bytesOf(wireOf({ ...GOOD, sequence: 501, service: "mail" }))],
  ["9 KiB", bytesOf({ ...wireOf({ ...GOOD, sequence: 501 }), more: "x".repeat(9 * 1024) })],
  ["an empty payload", new Uint8Array()],
  ["an absurd epoch", bytesOf(wireOf({ ...GOOD, epoch: 2 ** 31 }))],
];

async function knowing(): Promise<App> {
  const app = new App();
  await app.connect();
  app.event(GOOD);
  app.event({ service: "finance-card", count: 2, sequence: 1 }, CARD);
  await app.clock.pass(5_000);
  return app;
}

function unsureOf({ hub }: App): string[] {
  return [...hub.situation.unsure];
}

describe.each(BAD)("unsure - after %s", (_what, payload) => {
  test("that was sent, a running app keeps the last good count, as not sure; the others stay sure", async () => {
    const app = await knowing();
    const { length } = app.notices;
    app.hub.receive(SUBJECT, payload);
    await app.clock.pass(5_000);
    expect(unsureOf(app)).toEqual(["hr-leave"]);
    expect(app.hub.situation.ledger.get("hr-leave")?.count).toBe(3);
    expect(app.hub.situation.connection.kind).toBe("fresh");
    expect(app.notices).toHaveLength(length);
  });

  test("that is retained, an app that starts with its saved state keeps the last good count, as not sure", async () => {
    const before = await knowing();
    const app = new App(before.save());
    await app.connect();
    expect(app.find(payload)).toBe("unreadable");
    expect(unsureOf(app)).toEqual(["hr-leave"]);
    expect(app.hub.situation.ledger.get("hr-leave")?.count).toBe(3);
  });

  test("that is retained, an app that starts without saved state knows nothing of it", async () => {
    const app = new App();
    await app.connect();
    expect(app.find(payload)).toBe("unreadable");
    expect(unsureOf(app)).toEqual(["hr-leave"]);
    expect(app.hub.situation.ledger.has("hr-leave")).toBe(false);
  });

  test("the next good event, sent or read, is sure again", async () => {
    for (const next of [
      (app: App) => app.event({ count: 7, sequence: 502 }),
      (app: App) => app.read({ count: 7, sequence: 502 }),
      (app: App) => app.read(GOOD), // the bad one is gone
    ]) {
      const app = await knowing();
      app.find(payload);
      expect(unsureOf(app)).toEqual(["hr-leave"]);
      next(app);
      expect(unsureOf(app)).toEqual([]);
    }
  });
});

test("unsure - a retained event that another service or person stored is none of this one's", async () => {
  const app = await knowing();
  const payload = bytesOf(wireOf({ count: 99, sequence: 900 }));
  for (const origin of [undefined, CARD, "approvals.kim%2Eys.hr-leave", "catalog.services"]) {
    expect(app.hub.receiveRetained("hr-leave", { kind: "message", origin, payload })).toBe("unreadable");
    expect(app.hub.situation.ledger.get("hr-leave")?.count).toBe(3);
  }
  expect(unsureOf(app)).toEqual(["hr-leave"]);
});

test("unsure - an older event that comes late does not make a service sure again", async () => {
  const app = await knowing();
  app.hub.receive(SUBJECT, new Uint8Array());
  app.event({ count: 1, sequence: 2 });
  expect(unsureOf(app)).toEqual(["hr-leave"]);
});

test("unsure - a service that nobody knows is not remembered as unsure", async () => {
  const app = await knowing();
  app.hub.receive("approvals.hong%2Egd.unheard-of", new Uint8Array());
  app.hub.unanswered("unheard-of");
  expect(unsureOf(app)).toEqual([]);
});

test("unsure - a service that leaves the catalog leaves with it; one that is renamed starts as unknown", async () => {
  const app = await knowing();
  app.hub.unanswered("hr-leave");
  expect(unsureOf(app)).toEqual(["hr-leave"]);
  const [leave, card] = catalog.services;
  app.hub.receiveCatalog(bytesOf({ services: [{ ...leave, id: "hr-leave-2" }, card] }));
  expect(unsureOf(app)).toEqual([]);
  expect(app.hub.services()).toEqual(["hr-leave-2", "finance-card"]);
  expect(app.hub.situation.ledger.has("hr-leave-2")).toBe(false);
});

test("unsure - nobody is reminded of a count that is not sure; once it is sure again, they are", async () => {
  const always = {
    workingDays: [1, 2, 3, 4, 5, 6, 7],
    workingHours: { from: "00:00", to: "23:59" },
    lunch: null,
  };
  const app = new App(undefined, { preferences: { ...always, remindAfter: 5 } });
  await app.connect();
  app.event(GOOD);
  await app.clock.pass(5_000);
  const told = app.notices.length;
  app.hub.unanswered("hr-leave");
  await app.clock.pass(20 * 60_000);
  expect(app.notices).toHaveLength(told);
  app.read(GOOD);
  await app.clock.pass(5_000);
  expect(app.notices).toHaveLength(told + 1);
});

test("ledger - services over the bound are refused with one problem on the board, and the others go on", async () => {
  const app = new App();
  await app.connect();
  const send = (index: number, sequence: number): void =>
    app.event({ service: `service-${index}`, count: 1, sequence });
  for (let index = 0; index < MAX_LEDGER_SERVICES + 50; index++) send(index, 1);
  await app.clock.pass(5_000);
  const { ledger, problems } = app.hub.situation;
  expect(ledger.size).toBe(MAX_LEDGER_SERVICES);
  expect(problems).toEqual([{ key: "too-many-services", args: ["1000"] }]);
  send(0, 2);
  expect(app.hub.situation.ledger.get("service-0")?.sequence).toBe(2n);
  expect(new App(app.save()).hub.situation.ledger.size).toBe(MAX_LEDGER_SERVICES);
});

test("refusals - of thousands the first is logged, and then how many there were, once a minute", async () => {
  const app = await knowing();
  const lines = (): string[] => app.log.filter((line) => line.includes("refused"));
  const [trays, saves] = [app.trays.length, app.saves];
  for (let times = 0; times < 5_000; times++) app.hub.unproven(SUBJECT);
  for (let times = 0; times < 10; times++) app.hub.receive("approvals.kim%2Eys.mail", new Uint8Array());
  await app.clock.pass(0);
  expect(lines()).toHaveLength(2);
  expect([app.trays.length, app.saves]).toEqual([trays, saves]);
  await app.clock.pass(61_000);
  expect(lines()).toEqual([
    expect.stringContaining("no proof"),
    expect.stringContaining("other-user"),
    "refused within a minute as well: 4999 unproven, 9 other-user",
  ]);
  app.hub.unproven(SUBJECT);
  expect(lines()).toHaveLength(3);
  await app.clock.pass(10 * 60_000);
  app.hub.unproven(SUBJECT);
  expect(lines()).toHaveLength(5);
});

test("refusals - a service that goes to and fro between good and bad costs no line each", async () => {
  const app = await knowing();
  const { length } = app.log;
  for (let times = 0; times < 1_000; times++) {
    app.hub.receive(SUBJECT, new Uint8Array());
    app.event(GOOD);
  }
  expect(app.log.length - length).toBeLessThan(5);
  await app.clock.pass(61_000);
  expect(app.log.length - length).toBeLessThan(8);
});
