import { afterEach, expect, test } from "vitest";
import {
  HEARTBEAT_INTERVAL,
  HEARTBEAT_SUBJECT,
  heartbeatPatience,
} from "../../../main/contract/heartbeat.ts";
import type { ConnectionSignal } from "../../../main/core/connection.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import type { Dial } from "../../../main/desktop/broker/transport.ts";
import { bytesOf, wireOf } from "../../contract/events.ts";
import { ConnectionStates } from "../../core/feed/connection-states.ts";
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

/** A feed connected to the first server. A dial that avoids one server leads to the other. */
function follow(first: SimulatedBroker, second: SimulatedBroker, servers = 3) {
  const clock = new FakeClock();
  const events: string[] = [];
  const signals: ConnectionSignal[] = [];
  const states = new ConnectionStates();
  const log: string[] = [];
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
          states.take(signal, clock.now());
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
  return { feed: running, clock, events, kinds, states: states.all, log, hear };
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

test("heartbeat - while a cluster sends none every redial connects, and the words stay those of a server that may be cut off", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, feed, states, hear } = follow(mine, other, 1);
  await clock.pass(PATIENCE);
  const { length } = states;
  await clock.pass(10 * MINUTE);
  feed.check();
  await clock.pass(30 * MINUTE);
  expect(mine.dials).toBeGreaterThan(20);
  expect(new Set(states.slice(length))).toEqual(new Set(["stale: disconnected", "stale: no-heartbeat"]));
  expect(states.at(-1)).toBe("stale: no-heartbeat");
  await hear(mine, 1);
  expect(states.at(-1)).toBe("fresh");
});
