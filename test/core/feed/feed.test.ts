import { expect, test } from "vitest";
import type { Reply } from "../../../main/contract/connection.ts";
import type { Found } from "../../../main/core/feed/link.ts";
import { SimulatedFeed, type SimulatedFeedOptions, SimulatedServer } from "./simulated-feed.ts";

const SUBJECT = "approvals.hong%2Egd.hr-leave";
const CARD = "approvals.hong%2Egd.finance-card";
const CATALOG = "catalog.services";
const NONE: Reply = { kind: "none" };

function follow(
  server: SimulatedServer,
  services: string[] = ["hr-leave"],
  options: Omit<SimulatedFeedOptions, "services"> = {},
): SimulatedFeed {
  return new SimulatedFeed([server], { ...options, services }).start();
}

test.each([
  ["is not answered", (): Reply => ({ kind: "unavailable" }), (): Found => "settled", ["finance-card"]],
  ["may not be read", (): Reply => ({ kind: "denied" }), (): Found => "settled", ["finance-card"]],
  ["is refused by the parser", (): Reply => NONE, (): Found => "unreadable", []],
])(
  "feed - one service that %s does not keep the rest from being fresh, and is read again alone",
  (_what, answer, find, told) => {
    const server = new SimulatedServer();
    server.isClustered = false;
    let isBad = true;
    server.answer = (subject) => (isBad && subject === CARD ? answer() : NONE);
    const feed = follow(server, ["hr-leave", "finance-card"], {
      find: (service) => (isBad && service === "finance-card" ? find() : "settled"),
    });
    expect(feed.kinds).toEqual(["connected", "synced"]);
    expect(feed.unanswered).toEqual(told);
    const gets = (): number => server.gets.filter((subject) => subject === CARD).length;
    feed.pass(3 * 60_000);
    expect(gets()).toBeGreaterThan(4);
    expect(gets()).toBeLessThan(10);
    isBad = false;
    feed.pass(5 * 60_000);
    const last = gets();
    feed.pass(4 * 60_000);
    expect(gets() - last).toBeLessThanOrEqual(1); // by the reconcile
    expect(new Set(feed.kinds)).toEqual(new Set(["connected", "synced"]));
    expect(server.gets.filter((subject) => subject === SUBJECT).length).toBeLessThanOrEqual(2);
  },
);

test("feed - a service that cannot be read after a reconnect is read again over the new connection only", () => {
  const server = new SimulatedServer();
  server.answer = (subject) => (subject === CARD ? { kind: "unavailable" } : NONE);
  const feed = follow(server, ["hr-leave", "finance-card"]);
  feed.pass(500);
  server.refuses = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  feed.happens(server, { kind: "closed" });
  server.gets.length = 0;
  feed.pass(10_000);
  expect(server.gets).toEqual([]);
  server.refuses = undefined;
  while (server.gets.length === 0) feed.pass(1);
  feed.pass(1_999);
  expect(server.gets.filter((subject) => subject === CARD).length).toBe(2);
});

test("feed - a service that is new in the catalog and is not answered does not keep the rest from being fresh", () => {
  const server = new SimulatedServer();
  server.isClustered = false;
  const feed = follow(server);
  server.answer = (subject) => {
    if (subject === CATALOG && !feed.services.includes("finance-card")) feed.services.push("finance-card");
    return subject === CARD ? { kind: "unavailable" } : NONE;
  };
  feed.tell({ kind: "hint" });
  feed.pass(60_000);
  expect(new Set(feed.unanswered)).toEqual(new Set(["finance-card"]));
  expect(new Set(feed.kinds)).toEqual(new Set(["connected", "synced"]));
  feed.restart(server);
  feed.pass(1_000);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("feed - a stream that is never served is said to be missing, and is found when it comes", () => {
  const server = new SimulatedServer();
  server.isClustered = false; // in a cluster it is heard
  server.answer = () => ({ kind: "unavailable" });
  const feed = follow(server);
  feed.pass(30_000);
  expect(feed.signals).toContainEqual({ kind: "refused", cause: "no-stream" });
  server.answer = () => NONE;
  feed.pass(6_000);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("feed - a broker that cannot be reached is dialled again, each time after a pause of its own", () => {
  const server = new SimulatedServer();
  server.refuses = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  const feed = follow(server);
  feed.pass(20_000);
  expect(server.dials).toBeGreaterThan(2);
  expect(server.dials).toBeLessThan(12);
  expect(feed.signals).toContainEqual({ kind: "lost", cause: "unreachable" });
  server.refuses = undefined;
  feed.pass(12_000);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("feed - every wait is drawn anew, from its whole range, so that thousands of apps come one by one", () => {
  const server = new SimulatedServer();
  server.refuses = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  const draws: number[] = [];
  draws.push(0); // the first reconcile; then the outcome of each dial, and the end of the wait after it
  draws.push(0, 0.5, 0.8, 0.5, 0.9999, 0.5);
  const feed = follow(server, [], { chance: () => draws.shift() ?? 0.5 });
  const waits: number[] = [];
  for (let dials = 1; dials <= 3; dials++) {
    feed.pass(0);
    const from = feed.elapsed;
    while (server.dials === dials) feed.pass(10);
    waits.push(feed.elapsed - from);
  }
  expect(waits).toEqual([350, 1_820, 4_200]); // half, 1.3 times and 1.5 times of 0.7, 1.4 and 2.8 s
});

test("feed - something older than what is known is read once more 10 to 20 s later, and not again and again", () => {
  const server = new SimulatedServer();
  server.isClustered = false; // no heartbeat is missed
  let isOlder = true;
  const feed = follow(server, ["hr-leave", "finance-card"], {
    find: () => (isOlder ? "older" : "settled"),
  });
  isOlder = false;
  server.gets.length = 0;
  feed.pass(9_999);
  expect(server.gets).toEqual([]);
  feed.pass(10_001);
  expect(server.gets).toEqual([CATALOG, SUBJECT, CARD]);
  feed.pass(60_000);
  expect(server.gets).toHaveLength(3);
});

test("feed - wrong credentials are told, and tried again", () => {
  const server = new SimulatedServer();
  server.refuses = { kind: "refused", cause: "credentials", detail: "Authorization Violation" };
  const feed = follow(server);
  feed.pass(8_000);
  expect(feed.signals).toContainEqual({ kind: "refused", cause: "credentials" });
  expect(server.dials).toBeGreaterThan(1);
});

test("feed - a credentials file that cannot be read is a matter of the settings", () => {
  const server = new SimulatedServer();
  server.refuses = { kind: "file-unreadable", file: "/a.creds", detail: "ENOENT" };
  const feed = follow(server);
  expect(feed.signals).toContainEqual({
    kind: "misconfigured",
    problem: { key: "file-unreadable", args: ["/a.creds", "ENOENT"] },
  });
});

test("feed - a restart of the server is dialled within a second, and everything is read at once; in a cluster once more 10 to 20 s later", () => {
  const server = new SimulatedServer();
  const feed = follow(server);
  feed.pass(20_000);
  server.gets.length = 0;
  feed.happens(server, { kind: "closed" });
  expect(feed.kinds.at(-1)).toBe("lost: disconnected");
  const from = feed.elapsed;
  while (server.dials === 1) feed.pass(1);
  expect(feed.elapsed - from).toBeLessThan(1_000);
  expect(server.gets).toEqual([CATALOG, SUBJECT]);
  expect(feed.kinds.at(-1)).toBe("synced");
  feed.pass(9_999);
  expect(server.gets).toHaveLength(2);
  feed.pass(10_001);
  expect(server.gets).toHaveLength(4);
});

test("feed - a server that stands alone is read once after a restart: it has no replica that could be behind", () => {
  const server = new SimulatedServer();
  server.isClustered = false;
  const feed = follow(server);
  feed.restart(server);
  server.gets.length = 0;
  feed.pass(60_000);
  expect(server.gets).toEqual([]);
});

test("feed - while a server may only be restarting the words stay those of a lost connection; then the cause is told", () => {
  const server = new SimulatedServer();
  const feed = follow(server);
  feed.pass(5_000);
  server.refuses = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  feed.happens(server, { kind: "closed" });
  while (server.dials < 4) feed.pass(10);
  expect(feed.kinds.at(-1)).toBe("lost: disconnected");
  while (server.dials < 5) feed.pass(10);
  expect(feed.kinds.at(-1)).toBe("lost: unreachable");
});

test("feed - two reconnects at once are read one after the other, not side by side", () => {
  const server = new SimulatedServer();
  const feed = follow(server);
  server.gets.length = 0;
  server.answer = () => ({ after: 100, reply: NONE });
  feed.tell({ kind: "refresh" });
  feed.tell({ kind: "refresh" });
  feed.tell({ kind: "refresh" });
  expect(server.gets).toEqual([CATALOG, SUBJECT]);
  feed.pass(200);
  expect(server.gets).toEqual([CATALOG, SUBJECT, CATALOG, SUBJECT]);
});

test("feed - a denied subscription is told and tried again on a timer, until it is granted", () => {
  const server = new SimulatedServer();
  server.denied.add("approvals.hong%2Egd.*");
  const feed = follow(server);
  expect(feed.signals).toContainEqual({ kind: "refused", cause: "permission" });
  expect(feed.kinds).not.toContain("synced");
  server.denied.clear();
  feed.pass(40_000);
  expect(feed.subjects).toContain("approvals.hong%2Egd.*");
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("feed - after sleep the connection is tried; one that is dead is dialled again", () => {
  const server = new SimulatedServer();
  const feed = follow(server);
  server.isAnswering = false;
  feed.tell({ kind: "check" });
  expect(feed.kinds).toContain("doubted");
  expect(server.pings).toEqual([3_000]);
  expect([server.closed, server.dials]).toEqual([1, 2]);
});

test("feed - after sleep a connection that answers is kept, and everything is read again", () => {
  const server = new SimulatedServer();
  const feed = follow(server);
  server.gets.length = 0;
  feed.tell({ kind: "check" });
  expect(server.dials).toBe(1);
  expect(server.gets).toEqual([CATALOG, SUBJECT]);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("feed - reconciles every 5 to 15 minutes", () => {
  const server = new SimulatedServer();
  server.isClustered = false; // no heartbeat is missed
  const feed = follow(server);
  server.gets.length = 0;
  feed.pass(60 * 60_000);
  const snapshots = server.gets.length / 2;
  expect(snapshots).toBeGreaterThanOrEqual(4);
  expect(snapshots).toBeLessThanOrEqual(12);
});

test("feed - a new catalog leads to its services being read", () => {
  const server = new SimulatedServer();
  const feed = follow(server, []);
  server.answer = (subject) => {
    if (subject === CATALOG) feed.services.push("finance-card");
    return NONE;
  };
  server.gets.length = 0;
  feed.tell({ kind: "hint" });
  feed.pass(3_000);
  expect(server.gets).toContain(CARD);
});
