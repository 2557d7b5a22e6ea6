import { expect, test } from "vitest";
import {
  HEARTBEAT_INTERVAL,
  HEARTBEAT_SUBJECT,
  heartbeatPatience,
} from "../../../main/contract/heartbeat.ts";
import { ConnectionStates } from "./connection-states.ts";
import { SimulatedFeed, SimulatedServer } from "./simulated-feed.ts";

/** Several servers, of which one may be cut off from the others, and so outdated. */

const SUBJECT = "approvals.hong%2Egd.hr-leave";
const MINUTE = 60_000;
const PATIENCE = heartbeatPatience(HEARTBEAT_INTERVAL);

/** A feed connected to the first server. A dial that avoids one server leads to the other. */
function follow(first: SimulatedServer, second: SimulatedServer, addresses = 3) {
  const feed = new SimulatedFeed([first, second], { hasCopies: addresses > 1 });
  const states = new ConnectionStates();
  feed.look = (_event, effects) => {
    for (const effect of effects) {
      if (effect.kind === "signal") states.take(effect.signal, feed.elapsed);
    }
  };
  return { feed: feed.start(), states: states.all };
}

function servers(): [SimulatedServer, SimulatedServer] {
  return [new SimulatedServer("server-0:4222"), new SimulatedServer("server-1:4222")];
}

test("heartbeat - a server whose heartbeat is heard is believed, and nobody else is dialled", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other);
  feed.hear(mine, 16 * MINUTE);
  expect(mine.dials).toBe(1);
  expect(other.dials).toBe(0);
  expect(new Set(feed.kinds)).toEqual(new Set(["connected", "synced"]));
});

test("heartbeat - right after connecting the counts are those of now; for as long as a heartbeat may take, not longer", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other);
  expect(feed.kinds).toEqual(["connected", "synced"]);
  feed.pass(PATIENCE - 1);
  expect(feed.kinds.at(-1)).toBe("synced");
  feed.pass(1);
  expect(feed.kinds.at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - each one is good for as long again", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other, 1);
  feed.hear(mine, 10 * MINUTE);
  feed.pass(PATIENCE - 1);
  expect(feed.kinds).not.toContain("lost: no-heartbeat");
  feed.pass(1);
  expect(feed.kinds.at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - when no server has one, nobody is sure, however often they connect; until it is back", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other);
  feed.pass(PATIENCE);
  const before = feed.kinds.length;
  feed.pass(20 * MINUTE);
  feed.happens(mine, { kind: "closed" });
  feed.happens(other, { kind: "closed" });
  feed.pass(10 * MINUTE);
  expect(feed.kinds.slice(before)).not.toContain("synced");
  feed.hear(mine, 1);
  feed.hear(other, 1);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("heartbeat - who knows one address dials it anew, as often as it could be heard; when it is back, all is read again", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other, 1);
  feed.pass(PATIENCE + HEARTBEAT_INTERVAL);
  expect(mine.dials).toBe(2);
  feed.pass(10 * MINUTE);
  expect(mine.dials).toBeGreaterThan(6);
  expect(mine.dials).toBeLessThan(15);
  expect([mine.closed, other.dials]).toEqual([mine.dials - 1, 0]);
  expect(feed.kinds.at(-1)).toBe("lost: no-heartbeat");
  mine.gets.length = 0;
  feed.hear(mine, 1);
  expect(mine.gets).toContain(SUBJECT);
  expect(feed.kinds.slice(-2)).toEqual(["connected", "synced"]); // which makes a stale state a fresh one
});

test("heartbeat - one that is back before the move calls it off", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other);
  feed.pass(PATIENCE);
  feed.hear(mine, 1);
  feed.hear(mine, 5 * MINUTE);
  expect(other.dials).toBe(0);
  expect(mine.closed).toBe(0);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("heartbeat - while no other server answers, the one that is there is kept, and others are tried again", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other);
  other.refuses = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  feed.pass(10 * MINUTE);
  expect(other.dials).toBeGreaterThan(5);
  expect(other.dials).toBeLessThan(14);
  // A dial that leads to the same server again is closed, and the present connection stays.
  expect(mine.dials).toBe(1 + other.dials);
  expect(mine.closed).toBe(other.dials);
  expect(feed.kinds.at(-1)).toBe("lost: no-heartbeat");
  other.refuses = undefined;
  feed.hear(other, PATIENCE + 2 * HEARTBEAT_INTERVAL);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("heartbeat - one that comes back while another server is dialled calls the move off", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other);
  other.whileDialled = () => feed.beat(mine);
  feed.pass(PATIENCE + HEARTBEAT_INTERVAL);
  expect([other.dials, other.closed, mine.closed]).toEqual([1, 1, 0]);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("heartbeat - a loss has its own words, and what was heard before it does not count after it", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other, 1);
  mine.refuses = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  feed.happens(mine, { kind: "closed" });
  expect(feed.kinds.at(-1)).toBe("lost: disconnected");
  feed.pass(2 * PATIENCE);
  expect(feed.kinds.at(-1)).toBe("lost: unreachable");
  expect(feed.kinds).not.toContain("lost: no-heartbeat");
  mine.refuses = undefined;
  while (feed.kinds.at(-1) !== "synced") feed.pass(1);
  feed.pass(PATIENCE - 1);
  expect(feed.kinds.at(-1)).toBe("synced");
  feed.pass(1);
  expect(feed.kinds.at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - a PC that slept gives the broker as long again", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other);
  feed.hear(mine, MINUTE);
  feed.jump(8 * 60 * MINUTE); // the timer, with the rest of the PC
  feed.pass(PATIENCE);
  expect(feed.kinds.at(-1)).toBe("synced");
  feed.pass(PATIENCE);
  expect(feed.kinds.at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - an app that may not hear it is told that it is not allowed to, and hears it once it may", () => {
  const [mine, other] = servers();
  mine.denied.add("alrimi.heartbeat");
  const { feed } = follow(mine, other, 1);
  expect(feed.kinds).toContain("refused: permission");
  expect(feed.kinds).not.toContain("synced");
  mine.denied.delete("alrimi.heartbeat");
  feed.pass(40_000);
  feed.hear(mine, MINUTE);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("feed - with several servers everything is read once more 10 to 20 s after each connect, over the same connection", () => {
  const [mine, other] = servers();
  const { feed } = follow(mine, other);
  for (const [at, next] of [
    [mine, other],
    [other, mine],
  ] as const) {
    at.gets.length = 0;
    feed.pass(9_999);
    expect(at.gets).toEqual([]);
    feed.pass(10_001);
    expect(at.gets).toContain(SUBJECT);
    next.gets.length = 0;
    feed.happens(at, { kind: "closed" });
    while (next.gets.length === 0) feed.pass(1);
    feed.hear(next, 1);
  }
  expect([mine.dials, other.dials]).toEqual([2, 1]);
});

test("heartbeat - a server that stands alone may do without one, and without the right to it", () => {
  for (const isDenied of [false, true]) {
    const [mine, other] = servers();
    mine.isClustered = false;
    if (isDenied) mine.denied.add(HEARTBEAT_SUBJECT);
    const { feed } = follow(mine, other, 1);
    feed.pass(30 * MINUTE);
    expect(new Set(feed.kinds)).toEqual(new Set(["connected", "synced"]));
  }
});

test("heartbeat - a server that sends none is asked whether it is there, and dialled anew within a minute when it is not", () => {
  const [mine, other] = servers();
  mine.isClustered = false;
  const { feed } = follow(mine, other, 1);
  feed.pass(10 * MINUTE);
  expect(mine.pings.length).toBeGreaterThanOrEqual(10);
  expect(mine.dials).toBe(1);
  mine.isAnswering = false;
  feed.pass(MINUTE - 10_000); // which it would have to answer
  expect(mine.dials).toBe(2);
  mine.isAnswering = true;
  feed.restart(mine);
  const { length } = mine.pings;
  feed.pass(10 * MINUTE);
  expect(mine.pings.length).toBeGreaterThanOrEqual(length + 10);
  expect(mine.dials).toBe(3);
  expect(feed.kinds.at(-1)).toBe("synced");
});

test("heartbeat - a server whose heartbeat is heard is asked nothing: an idle computer sleeps", () => {
  for (const isClustered of [true, false]) {
    const [mine, other] = servers();
    mine.isClustered = isClustered;
    const { feed } = follow(mine, other, 1);
    feed.hear(mine, 5 * MINUTE);
    expect(mine.pings).toEqual([]);
  }
});

test("heartbeat - a server that stands alone and once sent one has to go on", () => {
  const [mine, other] = servers();
  mine.isClustered = false;
  const { feed } = follow(mine, other, 1);
  feed.hear(mine, MINUTE);
  feed.pass(PATIENCE);
  expect(feed.kinds.at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - while a cluster sends none every redial connects, and the words stay those of a server that may be cut off", () => {
  const [mine, other] = servers();
  const { feed, states } = follow(mine, other, 1);
  feed.pass(PATIENCE);
  const { length } = states;
  feed.pass(10 * MINUTE);
  feed.tell({ kind: "check" });
  feed.pass(30 * MINUTE);
  expect(mine.dials).toBeGreaterThan(20);
  expect(new Set(states.slice(length))).toEqual(new Set(["stale: disconnected", "stale: no-heartbeat"]));
  expect(states.at(-1)).toBe("stale: no-heartbeat");
  feed.hear(mine, 1);
  expect(states.at(-1)).toBe("fresh");
});

test("heartbeat - while a cluster sends none every move connects, and the words stay the same", () => {
  const [mine, other] = servers();
  const { feed, states } = follow(mine, other);
  feed.pass(PATIENCE);
  const { length } = states;
  feed.pass(20 * MINUTE);
  expect(mine.closed + other.closed).toBeGreaterThan(10);
  expect(states.slice(length)).toEqual([]); // nothing new was said
  expect(states.at(-1)).toBe("stale: no-heartbeat");
});

test("heartbeat - what else was said while it is missing is over when everything is answered; that it is missing is not", () => {
  const [mine, other] = servers();
  mine.denied.add("alrimi.leader.*"); // as on a broker of an earlier version: streams are looked for often
  const { feed, states } = follow(mine, other, 1);
  feed.pass(PATIENCE);
  mine.answer = () => ({ kind: "unavailable" });
  feed.tell({ kind: "refresh" });
  feed.pass(5_000);
  expect(states.at(-1)).toBe("refused: no-stream");
  mine.answer = () => ({ kind: "none" });
  feed.pass(10_000);
  expect(states.at(-1)).toBe("stale: no-heartbeat");
});

test.each([1, 3])(
  "heartbeat - a server that stands alone and sends none after a redial either may do without, and says so in the log; %i addresses",
  (addresses) => {
    const [mine, other] = servers();
    other.refuses = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
    mine.isClustered = false;
    const { feed, states } = follow(mine, other, addresses);
    feed.hear(mine, MINUTE);
    feed.pass(PATIENCE);
    expect(states.at(-1)).toBe("stale: no-heartbeat");
    feed.pass(PATIENCE - 1);
    expect(states.at(-1)).toBe("stale: no-heartbeat");
    feed.pass(2 * HEARTBEAT_INTERVAL);
    expect(states.at(-1)).toBe("fresh");
    expect(feed.log.filter((line) => line.includes("none is needed"))).toHaveLength(1);
    const [dialled, { length }] = [mine.dials, states];
    feed.pass(20 * MINUTE);
    expect(states.slice(length)).toEqual([]);
    expect(mine.dials).toBe(dialled);
    expect(mine.pings.length).toBeGreaterThan(10); // asked instead whether it is there
    feed.hear(mine, MINUTE);
    feed.pass(PATIENCE);
    expect(states.at(-1)).toBe("stale: no-heartbeat"); // it sends them again, and so has to go on
  },
);
