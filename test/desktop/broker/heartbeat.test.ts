import { afterEach, expect, test } from "vitest";
import {
  HEARTBEAT_INTERVAL,
  HEARTBEAT_SUBJECT,
  heartbeatPatience,
} from "../../../main/contract/heartbeat.ts";
import { type ConnectionSignal, initialConnection, nextConnection } from "../../../main/core/connection.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import type { Dial } from "../../../main/desktop/broker/transport.ts";
import { bytesOf, wireOf } from "../../contract/events.ts";
import { FakeClock, settle } from "../fake-clock.ts";
import { SimulatedBroker } from "./simulated-broker.ts";

/** Several servers, of which one may be cut off from the others, and so outdated. */

const SUBJECT = "approvals.hong%2Egd.hr-leave";
const MINUTE = 60_000;
const PATIENCE = heartbeatPatience(HEARTBEAT_INTERVAL);

let running: Feed | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A feed at the first of the servers; whoever avoids one is at the other. */
function follow(first: SimulatedBroker, second: SimulatedBroker, servers = 3) {
  const clock = new FakeClock();
  const events: string[] = [];
  const signals: ConnectionSignal[] = [];
  /** The states that they lead to, each once in a row. */
  const states: string[] = [];
  const log: string[] = [];
  let connection = initialConnection(null);
  const dial: Dial = async (address, onEvent) => {
    if (address.avoid === undefined) return first.dial(address, onEvent);
    const [wanted, avoided] = address.avoid === first.server ? [second, first] : [first, second];
    const dialled = await wanted.dial(address, onEvent);
    return dialled.ok ? dialled : avoided.dial(address, () => {});
  };
  const addresses = Array.from({ length: servers }, (_, index) => `nats://server-${index}`);
  running = startFeed(
    "hong.gd",
    { servers: addresses, credentials: undefined, tls: undefined },
    {
      dial,
      clock,
      services: () => ["hr-leave"],
      sink: {
        event: (_subject, payload) => events.push(Buffer.from(payload).toString()),
        retained: (_service, retained) => {
          if (retained.kind === "message") events.push(Buffer.from(retained.payload).toString());
          return "settled";
        },
        unanswered: () => {},
        unproven: () => {},
        catalog: () => {},
        signal(signal) {
          signals.push(signal);
          connection = nextConnection(connection, signal, clock.now());
          const state = "cause" in connection ? `${connection.kind}: ${connection.cause}` : connection.kind;
          if (state !== states.at(-1)) states.push(state);
        },
        log: (text) => log.push(text),
      },
    },
  );
  const kinds = (): string[] =>
    signals
      .map((signal) => ("cause" in signal ? `${signal.kind}: ${signal.cause}` : signal.kind))
      .filter((kind) => kind !== "heard");
  /** Lets time pass in which a server is heard. */
  const hear = async (broker: SimulatedBroker, time: number): Promise<void> => {
    for (let rest = time; rest > 0; rest -= HEARTBEAT_INTERVAL) {
      await clock.pass(Math.min(rest, HEARTBEAT_INTERVAL));
      broker.beat();
      await settle();
    }
  };
  return { feed: running, clock, events, kinds, states, log, hear };
}

/** Has a server's connection really fall at a redial, and stand again. */
function redials(broker: SimulatedBroker): void {
  broker.onRedial = () => {
    broker.tell({ kind: "disconnected" });
    broker.tell({ kind: "reconnected" });
  };
}

/** Two servers that hold the event with these sequences. */
function servers(mine: number, other: number): [SimulatedBroker, SimulatedBroker] {
  const made = [mine, other].map((sequence, index) => {
    const broker = new SimulatedBroker(`server-${index}:4222`);
    broker.retained.set(SUBJECT, bytesOf(wireOf({ sequence })));
    return broker;
  });
  return made as [SimulatedBroker, SimulatedBroker];
}

test("heartbeat - a server whose heartbeat is heard is believed, and nobody else is dialled", async () => {
  const [mine, other] = servers(5, 5);
  const { hear, kinds } = follow(mine, other);
  await hear(mine, 16 * MINUTE);
  expect(mine.dials).toBe(1);
  expect(other.dials).toBe(0);
  expect(new Set(kinds())).toEqual(new Set(["connected", "synced"]));
});

test("heartbeat - right after connecting the counts are those of now; for as long as a heartbeat may take, not longer", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds } = follow(mine, other);
  await settle();
  expect(kinds()).toEqual(["connected", "synced"]);
  await clock.pass(PATIENCE - 1);
  expect(kinds().at(-1)).toBe("synced");
  await clock.pass(1);
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - each one is good for as long again", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, hear, kinds } = follow(mine, other, 1);
  await hear(mine, 10 * MINUTE);
  await clock.pass(PATIENCE - 1);
  expect(kinds()).not.toContain("lost: no-heartbeat");
  await clock.pass(1);
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - a server that is cut off is left for another one, whose heartbeat makes it sure", async () => {
  const [mine, other] = servers(3, 5);
  const { clock, events, kinds, hear } = follow(mine, other);
  await clock.pass(PATIENCE + HEARTBEAT_INTERVAL);
  expect(other.subjects).toContain("approvals.hong%2Egd.*");
  expect(mine.closed).toBe(1);
  expect(events.at(-1)).toBe(JSON.stringify(wireOf({ sequence: 5 }))); // shown at once, but not yet as that of now
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
  await hear(other, HEARTBEAT_INTERVAL);
  expect(kinds().at(-1)).toBe("synced");
  expect(mine.dials + other.dials).toBe(2);
});

test("heartbeat - what comes in its place and is none does not count", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds } = follow(mine, other, 1);
  for (let times = 0; times < 3; times++) {
    await clock.pass(HEARTBEAT_INTERVAL / 2);
    mine.beat(false);
  }
  await clock.pass(PATIENCE - 1.5 * HEARTBEAT_INTERVAL);
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - when no server has one, nobody is sure, however often they connect; until it is back", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds, hear } = follow(mine, other);
  await clock.pass(PATIENCE);
  const before = kinds().length;
  await clock.pass(20 * MINUTE);
  mine.tell({ kind: "disconnected" });
  mine.tell({ kind: "reconnected" });
  other.tell({ kind: "disconnected" });
  other.tell({ kind: "reconnected" });
  await clock.pass(10 * MINUTE);
  expect(kinds().slice(before)).not.toContain("synced");
  await hear(mine, 1);
  await hear(other, 1);
  expect(kinds().at(-1)).toBe("synced");
});

test("heartbeat - who knows one address dials it anew, as often as it could be heard; when it is back, all is read again", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds, hear } = follow(mine, other, 1);
  await clock.pass(PATIENCE + HEARTBEAT_INTERVAL);
  expect(mine.redials).toBe(1);
  await clock.pass(10 * MINUTE);
  expect(mine.redials).toBeGreaterThan(5);
  expect(mine.redials).toBeLessThan(14);
  expect(mine.dials + other.dials).toBe(1); // by the link that is there
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
  mine.gets.length = 0;
  await hear(mine, 1);
  expect(mine.gets).toContain(SUBJECT);
  expect(kinds().slice(-2)).toEqual(["connected", "synced"]); // which makes a stale state a fresh one
});

test("heartbeat - one that is back before the move calls it off", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds, hear } = follow(mine, other);
  await clock.pass(PATIENCE);
  await hear(mine, 1);
  await hear(mine, 5 * MINUTE);
  expect(other.dials).toBe(0);
  expect(mine.closed).toBe(0);
  expect(kinds().at(-1)).toBe("synced");
});

test("heartbeat - while no other server answers, the one that is there is kept, and others are tried again", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds, hear } = follow(mine, other);
  other.refuseDial = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  await clock.pass(10 * MINUTE);
  expect(other.dials).toBeGreaterThan(5);
  expect(other.dials).toBeLessThan(14);
  // Whoever dials and gets to the same server again closes that connection, not the one that stands.
  expect(mine.dials).toBe(1 + other.dials);
  expect(mine.closed).toBe(other.dials);
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
  other.refuseDial = undefined;
  await hear(other, PATIENCE + 2 * HEARTBEAT_INTERVAL);
  expect(kinds().at(-1)).toBe("synced");
});

test("heartbeat - one that comes back while another server is dialled calls the move off", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds } = follow(mine, other);
  other.whileDialled = () => mine.beat();
  await clock.pass(PATIENCE + HEARTBEAT_INTERVAL);
  expect([other.dials, other.closed, mine.closed]).toEqual([1, 1, 0]);
  expect(kinds().at(-1)).toBe("synced");
});

test("heartbeat - a loss has its own words, and what was heard before it does not count after it", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds } = follow(mine, other, 1);
  await settle();
  mine.tell({ kind: "disconnected" });
  await clock.pass(2 * PATIENCE);
  expect(kinds().at(-1)).toBe("lost: disconnected");
  mine.tell({ kind: "reconnected" });
  await clock.pass(PATIENCE - 1);
  expect(kinds().at(-1)).toBe("synced");
  await clock.pass(1);
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - a PC that slept gives the broker as long again", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, hear, kinds } = follow(mine, other);
  await hear(mine, MINUTE);
  clock.jump(8 * 60 * MINUTE); // the timer, with the rest of the PC
  await clock.pass(PATIENCE);
  expect(kinds().at(-1)).toBe("synced");
  await clock.pass(PATIENCE);
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - an app that may not hear it is told that it is not allowed to, and hears it once it may", async () => {
  const [mine, other] = servers(5, 5);
  mine.denied.add("alrimi.heartbeat");
  const { clock, hear, kinds } = follow(mine, other, 1);
  await settle();
  expect(kinds()).toContain("refused: permission");
  expect(kinds()).not.toContain("synced");
  mine.denied.clear();
  await clock.pass(40_000);
  await hear(mine, MINUTE);
  expect(kinds().at(-1)).toBe("synced");
});

test("feed - with several servers everything is read once more 10 to 20 s after each connect, over the same connection", async () => {
  const [mine, other] = servers(5, 5);
  const { clock } = follow(mine, other);
  await settle();
  for (let connects = 0; connects < 2; connects += 1) {
    mine.gets.length = 0;
    await clock.pass(9_999);
    expect(mine.gets).toEqual([]);
    await clock.pass(10_001);
    expect(mine.gets).toContain(SUBJECT);
    mine.tell({ kind: "disconnected" });
    mine.tell({ kind: "reconnected" });
    await settle();
  }
  expect(mine.dials + other.dials).toBe(1);
});

test("heartbeat - stopped while it moves, it leaves no connection and no timer", async () => {
  const [mine, other] = servers(5, 5);
  const { feed, clock, kinds } = follow(mine, other);
  other.whileDialled = () => void feed.stop();
  await clock.pass(PATIENCE + HEARTBEAT_INTERVAL);
  expect(other.dials).toBe(1);
  expect(mine.closed + other.closed).toBe(mine.dials + other.dials);
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
  expect(clock.pending).toBe(0);
});

test("heartbeat - a server that stands alone may do without one, and without the right to it", async () => {
  for (const isDenied of [false, true]) {
    const [mine, other] = servers(5, 5);
    mine.isClustered = false;
    if (isDenied) mine.denied.add(HEARTBEAT_SUBJECT);
    const { clock, kinds } = follow(mine, other, 1);
    await clock.pass(30 * MINUTE);
    expect(new Set(kinds())).toEqual(new Set(["connected", "synced"]));
    await running?.stop();
  }
});

test("heartbeat - a server that sends none is asked whether it is there, and dialled anew within a minute when it is not", async () => {
  const [mine, other] = servers(5, 5);
  mine.isClustered = false;
  const { clock, kinds } = follow(mine, other, 1);
  await clock.pass(10 * MINUTE);
  expect(mine.pings.length).toBeGreaterThanOrEqual(10);
  expect(mine.redials).toBe(0);
  mine.isAnswering = false;
  await clock.pass(MINUTE - 10_000); // which it would have to answer
  expect(mine.redials).toBe(1);
  mine.isAnswering = true;
  mine.tell({ kind: "disconnected" });
  const { length } = mine.pings;
  await clock.pass(10_000);
  mine.tell({ kind: "reconnected" });
  await clock.pass(10 * MINUTE);
  expect(mine.pings.length).toBeGreaterThanOrEqual(length + 10);
  expect(mine.redials).toBe(1);
  expect(kinds().at(-1)).toBe("synced");
});

test("heartbeat - a server whose heartbeat is heard is asked nothing: an idle computer sleeps", async () => {
  for (const isClustered of [true, false]) {
    const [mine, other] = servers(5, 5);
    mine.isClustered = isClustered;
    const { hear } = follow(mine, other, 1);
    await hear(mine, 5 * MINUTE);
    expect(mine.pings).toEqual([]);
    await running?.stop();
  }
});

test("heartbeat - a server that stands alone and once sent one has to go on", async () => {
  const [mine, other] = servers(5, 5);
  mine.isClustered = false;
  const { clock, hear, kinds } = follow(mine, other, 1);
  await hear(mine, MINUTE);
  await clock.pass(PATIENCE);
  expect(kinds().at(-1)).toBe("lost: no-heartbeat");
});

test("heartbeat - while a cluster sends none every redial connects, and the words stay those of a server that may be cut off", async () => {
  const [mine, other] = servers(5, 5);
  redials(mine);
  const { clock, feed, states, hear } = follow(mine, other, 1);
  await clock.pass(PATIENCE);
  const { length } = states;
  await clock.pass(10 * MINUTE);
  feed.check();
  await clock.pass(30 * MINUTE);
  expect(mine.redials).toBeGreaterThan(20);
  expect(new Set(states.slice(length))).toEqual(new Set(["stale: disconnected", "stale: no-heartbeat"]));
  expect(states.at(-1)).toBe("stale: no-heartbeat");
  await hear(mine, 1);
  expect(states.at(-1)).toBe("fresh");
});

test("heartbeat - while a cluster sends none every move connects, and the words stay the same", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, states } = follow(mine, other);
  await clock.pass(PATIENCE);
  const { length } = states;
  await clock.pass(20 * MINUTE);
  expect(mine.closed + other.closed).toBeGreaterThan(10);
  expect(states.slice(length)).toEqual([]); // nothing new was said
  expect(states.at(-1)).toBe("stale: no-heartbeat");
});

test("heartbeat - what else was said while it is missing is over when everything is answered; that it is missing is not", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, feed, states } = follow(mine, other, 1);
  await clock.pass(PATIENCE);
  mine.answer = () => ({ kind: "unavailable" });
  feed.refresh();
  await clock.pass(10_000);
  expect(states.at(-1)).toBe("refused: no-stream");
  mine.answer = () => undefined;
  await clock.pass(10_000);
  expect(states.at(-1)).toBe("stale: no-heartbeat");
});

test.each([1, 3])(
  "heartbeat - a server that stands alone and sends none after a redial either may do without, and says so in the log; %i addresses",
  async (addresses) => {
    const [mine, other] = servers(5, 5);
    other.refuseDial = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
    mine.isClustered = false;
    redials(mine);
    const { clock, hear, states, log } = follow(mine, other, addresses);
    await hear(mine, MINUTE);
    await clock.pass(PATIENCE);
    expect(states.at(-1)).toBe("stale: no-heartbeat");
    await clock.pass(PATIENCE - 1);
    expect(states.at(-1)).toBe("stale: no-heartbeat");
    await clock.pass(2 * HEARTBEAT_INTERVAL);
    expect(states.at(-1)).toBe("fresh");
    expect(log.filter((line) => line.includes("none is needed"))).toHaveLength(1);
    const [dialled, { length }] = [mine.redials, states];
    await clock.pass(20 * MINUTE);
    expect(states.slice(length)).toEqual([]);
    expect(mine.redials).toBe(dialled);
    expect(mine.pings.length).toBeGreaterThan(10); // asked instead whether it is there
    await hear(mine, MINUTE);
    await clock.pass(PATIENCE);
    expect(states.at(-1)).toBe("stale: no-heartbeat"); // it sends them again, and so has to go on
  },
);
