import { expect, test } from "vitest";
import { bytesOf } from "../../contract/events.ts";
import { App, catalog } from "./hub-app.ts";

/** The PC's clock is changed, by a person or an empty battery: timers continue, but `now` is on another day. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const JUMPS = [-400 * DAY, -3 * DAY, -HOUR, HOUR, 3 * DAY, 400 * DAY];

/** A text about the future in the place of one about the past: "3일 후", "in 3 days". */
const FUTURE = /후|in \d/;

test.each(JUMPS)("clock - set by %i ms while rises are collected: they are told all the same", async (by) => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  await app.clock.pass(500);
  app.clock.jump(by);
  await app.clock.pass(10_000);
  expect(app.notices).toHaveLength(1);
});

test.each(JUMPS)("clock - set by %i ms during a pause: it ends within two hours", async (by) => {
  const app = new App();
  await app.connect();
  app.hub.command({ kind: "pause", choice: "hour" });
  app.event({ count: 3 });
  app.clock.jump(by);
  await app.clock.pass(2 * HOUR + 10_000);
  expect(app.tray.mode).toBe("fresh");
  expect(app.notices).toHaveLength(1);
});

test.each(JUMPS)("clock - set by %i ms between two starts: a saved pause ends within an hour", async (by) => {
  const before = new App();
  await before.connect();
  before.hub.command({ kind: "pause", choice: "hour" });
  const after = new App(before.save());
  after.clock.jump(by);
  await after.connect();
  await after.clock.pass(HOUR + 10_000);
  expect(after.tray.mode).toBe("fresh");
});

test.each(JUMPS)(
  "clock - set by %i ms: what comes is drawn within a second, and no age is negative",
  async (by) => {
    const app = new App();
    await app.connect();
    app.isBoardOpen = true;
    app.event({ count: 3 });
    app.clock.jump(by);
    app.event({ count: 4, sequence: 8 });
    await app.clock.pass(1_000);
    expect(app.tray.badge).toBe("4");
    app.event({ count: 5, sequence: 9 });
    await app.clock.pass(1_000);
    expect(app.tray.badge).toBe("5");
    for (const { changed = "" } of app.boards.at(-1)?.rows ?? []) expect(changed).not.toMatch(FUTURE);
  },
);

test.each(JUMPS)(
  "clock - set by %i ms while it reads what happened meanwhile: told once, when it is in step",
  async (by) => {
    const app = new App();
    app.hub.receiveCatalog(bytesOf(catalog));
    app.hub.signal({ kind: "connected" });
    app.event({ count: 3 });
    await app.clock.pass(500);
    app.clock.jump(by);
    app.hub.signal({ kind: "synced" });
    await app.clock.pass(1_000);
    expect(app.notices).toHaveLength(1);
    await app.clock.pass(DAY);
    expect(app.notices).toHaveLength(1);
  },
);

test("clock - set back while the broker is away: the state is as of the contact that was, and fresh again after it", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 3 });
  app.hub.signal({ kind: "lost", cause: "disconnected" });
  app.clock.jump(-3 * DAY);
  await app.clock.pass(1_000);
  expect(app.tray).toMatchObject({ badge: "3", mode: "stale" });
  app.hub.signal({ kind: "connected" });
  app.hub.signal({ kind: "synced" });
  await app.clock.pass(1_000);
  expect(app.tray).toMatchObject({ badge: "3", mode: "fresh" });
});

test("epoch - a service whose counter had to restart goes on in a higher epoch, and its old events are late ones", async () => {
  const app = new App();
  await app.connect();
  app.event({ count: 9, sequence: 5_000 });
  app.event({ count: 2, sequence: 1, epoch: 1 });
  app.event({ count: 8, sequence: 5_001 });
  await app.clock.pass(1_000);
  expect(app.tray.badge).toBe("2");
  const restarted = new App(app.save());
  await restarted.connect();
  restarted.event({ count: 8, sequence: 5_001 });
  restarted.event({ count: 4, sequence: 2, epoch: 1 });
  await restarted.clock.pass(1_000);
  expect(restarted.tray.badge).toBe("4");
});
