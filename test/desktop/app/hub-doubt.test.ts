import { expect, test } from "vitest";
import { SECOND_READING_AFTER } from "../../../main/core/knowledge/doubt.ts";
import { bytesOf } from "../../contract/events.ts";
import { App, catalog } from "./hub-app.ts";

/** The broker retains older events than the app knows: it lost its data, or a writer restarted its counter. */

const OLDER = { count: 1, sequence: 2 };
const WORDS = "‘휴가·출장’에서 이전 건수가 다시 와서";

/** An app that is fresh and holds 3, at a broker that holds something else. */
async function sure(): Promise<App> {
  const app = new App();
  await app.connect();
  app.event({ count: 3, sequence: 500 });
  await app.clock.pass(5_000);
  return app;
}

/** Reads the same twice, as far apart as it takes. @returns whether each time it was to be read again */
async function readTwice(app: App, fields?: Record<string, unknown>): Promise<boolean[]> {
  const first = app.read(fields);
  await app.clock.pass(SECOND_READING_AFTER);
  const second = app.read(fields);
  await app.clock.pass(1_000);
  return [first, second];
}

/** Whether the one service is sure; the connection is fresh in any case, and so are the others. */
function isSure({ board, tray, hub }: App): boolean {
  const { unsure } = hub.situation;
  expect(board.isFresh).toBe(true);
  expect(tray.mode).toBe(unsure.size === 0 ? "fresh" : "stale");
  expect(board.problems.some((text) => text.startsWith(WORDS))).toBe(unsure.size > 0);
  expect([...unsure].every((id) => id === "hr-leave")).toBe(true);
  return unsure.size === 0;
}

test.each([
  ["an older event", OLDER],
  ["no event at all", undefined],
])(
  "doubt - when %s is read twice the count stays, and the board says that it may be wrong",
  async (_what, fields) => {
    const app = await sure();
    expect(await readTwice(app, fields)).toEqual([true, true]);
    expect(isSure(app)).toBe(false);
    expect(app.board.rows[0]?.count).toBe(3);
    expect(app.tray.badge).toBe("3");
    expect(app.read(fields)).toBe(false); // the next reconcile is soon enough
  },
);

test("doubt - one reading alone is none: a copy that lags, or an event that came meanwhile", async () => {
  const app = await sure();
  expect(app.read(OLDER)).toBe(true);
  app.event({ count: 4, sequence: 501 });
  await app.clock.pass(SECOND_READING_AFTER);
  expect(app.read({ count: 3, sequence: 500 })).toBe(true); // the first one again
  await app.clock.pass(1_000);
  expect(isSure(app)).toBe(true);
  expect(app.read({ count: 4, sequence: 501 })).toBe(false);
  await app.clock.pass(60_000);
  expect(isSure(app)).toBe(true);
});

test("doubt - what is sent late, or twice, is none", async () => {
  const app = await sure();
  for (let times = 0; times < 3; times++) {
    app.event(OLDER);
    app.event({ count: 3, sequence: 500 });
    await app.clock.pass(60_000);
  }
  expect(isSure(app)).toBe(true);
});

test.each([
  ["a newer event is sent", (app: App) => app.event({ count: 7, sequence: 501 })],
  ["the next epoch is sent", (app: App) => app.event({ count: 7, sequence: 1, epoch: 1 })],
  ["a newer event is read", (app: App) => app.read({ count: 7, sequence: 501 })],
  ["the event that is known is read", (app: App) => app.read({ count: 3, sequence: 500 })],
  [
    "the service leaves the catalog",
    (app: App) => app.hub.receiveCatalog(bytesOf({ services: catalog.services.slice(1) })),
  ],
])("doubt - it is over when %s", async (_what, end) => {
  const app = await sure();
  await readTwice(app, OLDER);
  expect(isSure(app)).toBe(false);
  end(app);
  await app.clock.pass(1_000);
  expect(isSure(app)).toBe(true);
});

test("doubt - a duplicate that is sent does not end it: what the broker holds is still older", async () => {
  const app = await sure();
  await readTwice(app, OLDER);
  app.event({ count: 3, sequence: 500 });
  await app.clock.pass(1_000);
  expect(isSure(app)).toBe(false);
});

test("doubt - a service that never spoke is none", async () => {
  const app = new App();
  await app.connect();
  expect(await readTwice(app)).toEqual([false, false]);
  expect(app.hub.situation.unsure.size).toBe(0);
});

test("doubt - a loss of the connection has its own words", async () => {
  const app = await sure();
  await readTwice(app, OLDER);
  app.hub.signal({ kind: "lost", cause: "disconnected" });
  expect(app.board.status.text).toBe("연결 끊김");
});
