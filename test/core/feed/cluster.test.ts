import { expect, test } from "vitest";
import { LEADER_SUBJECTS } from "../../../main/contract/leader.ts";
import type { DialFailure } from "../../../main/core/feed/link.ts";
import { SimulatedFeed, SimulatedServer } from "./simulated-feed.ts";

/** The loss of one server of a cluster, and of all. */

const DOWN: DialFailure = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED", isDown: true };
const NO_NETWORK: DialFailure = { kind: "lost", cause: "unreachable", detail: "ENETUNREACH" };
const STREAMS = ["CATALOG", "APPROVALS"] as const;

/** An app that is in step with the first of two servers for a minute. */
function follow() {
  const servers = [new SimulatedServer("one:4222"), new SimulatedServer("other:4222")] as const;
  const feed = new SimulatedFeed(servers, { hasCopies: true }).start();
  feed.hear(servers[0], 60_000);
  expect(feed.kinds.at(-1)).toBe("synced");
  return { feed, mine: servers[0], other: servers[1], servers };
}

/** It ends, and within a second all servers listen again, but no stream has a leader. */
function lose({ feed, mine, servers }: ReturnType<typeof follow>, failure: DialFailure = DOWN): void {
  for (const server of servers) {
    server.refuses = failure;
    server.gets.length = 0;
    server.dials = 0;
    server.answer = () => undefined;
  }
  feed.happens(mine, { kind: "closed" });
  feed.pass(500);
  for (const server of servers) server.refuses = undefined;
}

const asked = ({ servers }: ReturnType<typeof follow>): string[] => servers.flatMap(({ gets }) => gets);

function elect(cluster: ReturnType<typeof follow>): void {
  for (const server of cluster.servers) server.answer = () => ({ kind: "none" });
}

test("cluster - when one server is lost the app is at another one within half a second, and has read everything", () => {
  const { feed, mine, other } = follow();
  mine.refuses = DOWN;
  feed.happens(mine, { kind: "closed" });
  feed.pass(500);
  expect(feed.kinds.at(-1)).toBe("synced");
  expect([mine.dials, other.dials]).toEqual([1, 1]);
});

test("cluster - one that was lost as a whole is looked at once, and asked nothing before a leader is heard of", () => {
  const cluster = follow();
  const { feed, mine, other } = cluster;
  lose(cluster);
  expect([mine.dials, other.dials]).toEqual([0, 1]);
  feed.pass(6_000);
  expect(feed.kinds.at(-1)).toBe("connected");
  expect(asked(cluster)).toEqual([]);
  elect(cluster);
  for (const stream of STREAMS) feed.tell({ kind: "leader", stream });
  feed.pass(1_000);
  expect(feed.kinds.at(-1)).toBe("synced");
  expect(asked(cluster)).toHaveLength(2);
});

test("cluster - an app that has missed the election asks all the same, whatever the clock says", () => {
  for (const jump of [0, -60 * 60_000, 60 * 60_000]) {
    const cluster = follow();
    lose(cluster);
    elect(cluster);
    cluster.feed.jump(jump);
    cluster.feed.pass(17_000);
    expect(cluster.feed.kinds.at(-1)).toBe("synced");
  }
});

test("cluster - a server that answers no ping, and a get that is lost after the election, keep nobody from being right", () => {
  const cluster = follow();
  const { feed, mine, servers } = cluster;
  lose(cluster);
  for (const server of servers) server.isAnswering = false;
  feed.pass(16_000);
  expect(asked(cluster)).toHaveLength(2);
  for (const server of servers) server.isAnswering = true;
  elect(cluster);
  feed.hear(mine, 40_000);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("cluster - an app that may not hear of leaders asks at once, and one whose network was gone too", () => {
  const silent = follow();
  for (const server of silent.servers) server.denied.add(LEADER_SUBJECTS);
  lose(silent);
  silent.feed.pass(4_000);
  expect(asked(silent).length).toBeGreaterThanOrEqual(2);

  const offline = follow();
  lose(offline, NO_NETWORK);
  elect(offline);
  offline.feed.pass(1_500);
  expect(offline.feed.kinds.at(-1)).toBe("synced");
});

test("cluster - of several addresses of a server that stands alone none is looked at", () => {
  const servers = [new SimulatedServer("one:4222"), new SimulatedServer("other:4222")] as const;
  for (const server of servers) server.isClustered = false;
  const feed = new SimulatedFeed(servers, { hasCopies: true }).start();
  feed.pass(60_000);
  feed.restart(servers[0]);
  expect(feed.effects.some((effect) => effect.kind === "dial" && effect.isLook)).toBe(false);
});

test("cluster - a restart of the only address is no loss of the cluster: its streams are asked at once", () => {
  const mine = new SimulatedServer("one:4222");
  const feed = new SimulatedFeed([mine]).start();
  feed.hear(mine, 60_000);
  mine.refuses = DOWN;
  feed.happens(mine, { kind: "closed" });
  feed.pass(600);
  mine.refuses = undefined;
  feed.pass(2_000);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("cluster - a keeper that is late and heard soon after the election keeps nobody from asking the leaders", () => {
  for (const after of [50, 2_000]) {
    const cluster = follow();
    const { feed, servers } = cluster;
    for (const server of servers) server.denied.clear();
    lose(cluster);
    feed.pass(4_000);
    feed.tell({ kind: "keeper", oldestWaiting: 2 * 60_000 });
    elect(cluster);
    for (const stream of STREAMS) feed.tell({ kind: "leader", stream });
    feed.pass(after);
    feed.tell({ kind: "keeper", oldestWaiting: 0 });
    feed.pass(1_000);
    expect(feed.kinds.at(-1)).toBe("synced");
  }
});
