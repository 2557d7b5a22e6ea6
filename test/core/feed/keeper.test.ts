import { expect, test } from "vitest";
import { HEARTBEAT_INTERVAL } from "../../../main/contract/heartbeat.ts";
import { KEEPER_INTERVAL, KEEPER_PATIENCE, KEEPER_SUBJECT } from "../../../main/contract/keeper-heartbeat.ts";
import { SimulatedFeed, SimulatedServer } from "./simulated-feed.ts";

/** A feed on a server that lets keepers be heard. The broker's own heartbeat comes all the time. */
function follow() {
  const server = new SimulatedServer();
  server.denied.delete(KEEPER_SUBJECT);
  const feed = new SimulatedFeed([server]).start();
  const pass = (ms: number, oldestWaiting?: number): void => {
    for (let rest = ms; rest > 0; rest -= KEEPER_INTERVAL) {
      feed.pass(Math.min(rest, KEEPER_INTERVAL));
      feed.tell({ kind: "heartbeat" });
      if (oldestWaiting !== undefined) feed.tell({ kind: "keeper", oldestWaiting });
    }
  };
  pass(2 * HEARTBEAT_INTERVAL, 0);
  expect(feed.kinds.slice(-2)).toEqual(["synced", "kept"]);
  return { feed, pass, server };
}

test("keeper - without word of one the counts are late, as of the last word, and current again when one is heard", () => {
  const { feed, pass } = follow();
  const lastHeard = feed.now;
  pass(KEEPER_PATIENCE + KEEPER_INTERVAL);
  expect(feed.signals.at(-1)).toMatchObject({ kind: "lost", cause: "keeper-late", asOf: lastHeard });
  pass(10 * KEEPER_INTERVAL);
  expect(feed.kinds.filter((kind) => kind === "lost: keeper-late")).toHaveLength(1);
  pass(KEEPER_INTERVAL, 0);
  expect(feed.kinds.slice(-2)).toEqual(["connected", "synced"]);
});

test("keeper - an event that waits for minutes makes the counts late since then, until none does", () => {
  const { feed, pass } = follow();
  feed.tell({ kind: "keeper", oldestWaiting: 59_000 });
  expect(feed.kinds).not.toContain("lost: keeper-late");
  feed.tell({ kind: "keeper", oldestWaiting: 600_000 });
  expect(feed.signals.at(-1)).toMatchObject({ cause: "keeper-late", asOf: feed.now - 600_000 });
  pass(KEEPER_INTERVAL, 300_000);
  expect(feed.kinds.at(-1)).toBe("lost: keeper-late");
  pass(KEEPER_INTERVAL, 0);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("keeper - a new connection does not make late counts current", () => {
  const { feed, pass, server } = follow();
  pass(KEEPER_PATIENCE + KEEPER_INTERVAL);
  const before = feed.kinds.length;
  server.isAnswering = true;
  feed.tell({ kind: "refresh" });
  feed.pass(1_000);
  expect(feed.kinds.slice(before)).not.toContain("synced");
});

test("keeper - a PC that slept misses none", () => {
  const { feed } = follow();
  feed.jump(8 * 3_600_000);
  expect(feed.kinds).not.toContain("lost: keeper-late");
});

test("keeper - on a broker that does not let it be heard, none is missed", () => {
  const server = new SimulatedServer();
  const feed = new SimulatedFeed([server]).start();
  for (let times = 0; times < 20; times += 1) {
    feed.pass(KEEPER_INTERVAL);
    feed.tell({ kind: "heartbeat" });
  }
  expect(feed.kinds).not.toContain("lost: keeper-late");
});

test("keeper - before the first word of one the counts are read, and not yet called current", () => {
  const server = new SimulatedServer();
  server.denied.delete(KEEPER_SUBJECT);
  const feed = new SimulatedFeed([server]).start();
  feed.pass(1_000);
  const last = () => feed.signals.filter(({ kind }) => kind === "synced" || kind === "kept").at(-1);
  expect(last()).toEqual({ kind: "synced", awaitsKeeper: true });
  feed.tell({ kind: "keeper", oldestWaiting: 600_000 }); // one that is late itself
  expect(feed.kinds.at(-1)).toBe("lost: keeper-late");
  feed.tell({ kind: "keeper", oldestWaiting: 0 });
  feed.pass(1_000);
  expect(last()).toEqual({ kind: "synced" });
});

test("keeper - its first word over a connection is told once", () => {
  const { feed, pass } = follow();
  pass(3 * KEEPER_INTERVAL, 0);
  expect(feed.kinds.filter((kind) => kind === "kept")).toHaveLength(1);
});
