import { afterEach, expect, test } from "vitest";
import type { ConnectionSignal } from "../../../main/core/connection.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import type { Dial } from "../../../main/desktop/broker/transport.ts";
import { bytesOf, wireOf } from "../../core/events.ts";
import { FakeClock, settle } from "../fake-clock.ts";
import { SimulatedBroker } from "./simulated-broker.ts";

/** Several servers, of which one may be outdated, silent or the only one left. */

const SUBJECT = "approvals.hong%2Egd.hr-leave";
const MINUTE = 60_000;

let running: Feed | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A feed at the first of the servers; whoever avoids that one is at the second. */
function follow(first: SimulatedBroker, second: SimulatedBroker, servers = 3) {
  const clock = new FakeClock();
  const events: string[] = [];
  const signals: ConnectionSignal[] = [];
  const dial: Dial = async (address, onEvent) => {
    if (address.avoid === undefined) return first.dial(address, onEvent);
    const dialled = await second.dial(address, onEvent);
    return dialled.ok ? dialled : first.dial(address, () => {});
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
        catalog: () => {},
        signal: (signal) => signals.push(signal),
        log: () => {},
      },
    },
  );
  const kinds = (): string[] => signals.map(({ kind }) => kind).filter((kind) => kind !== "heard");
  return { clock, events, kinds };
}

function servers(mine: number, other: number): [SimulatedBroker, SimulatedBroker] {
  const made = [mine, other].map((sequence, index) => {
    const broker = new SimulatedBroker(`server-${index}:4222`);
    broker.retained.set(SUBJECT, bytesOf(wireOf({ sequence })));
    return broker;
  });
  return made as [SimulatedBroker, SimulatedBroker];
}

test("second opinion - a server that is behind another is left for that one", async () => {
  const [mine, other] = servers(3, 5);
  const { clock, events, kinds } = follow(mine, other);
  await clock.pass(30_000);
  expect(events).toContain(JSON.stringify(wireOf({ sequence: 5 })));
  expect(other.subjects).toContain("approvals.hong%2Egd.*");
  expect(mine.closed).toBe(1);
  expect(kinds().at(-1)).toBe("synced");
});

test("second opinion - two servers that agree: the other connection is closed, and nobody notices", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds } = follow(mine, other);
  await clock.pass(16 * MINUTE);
  expect(other.dials).toBeGreaterThan(0);
  expect(other.closed).toBe(other.dials);
  expect(mine.closed).toBe(0);
  expect(new Set(kinds())).toEqual(new Set(["connected", "synced"]));
});

test("second opinion - a copy that is a moment behind is given that moment", async () => {
  const [mine, other] = servers(3, 5);
  const { clock } = follow(mine, other);
  await settle();
  let gets = 0;
  mine.answer = (subject) => {
    if (subject === SUBJECT) gets += 1;
    return gets < 2 ? undefined : { kind: "message", subject, payload: bytesOf(wireOf({ sequence: 5 })) };
  };
  await clock.pass(16 * MINUTE);
  expect(mine.closed).toBe(0);
});

test("second opinion - the one that is left of three servers is not believed until another is back", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds } = follow(mine, other);
  await settle();
  other.refuseDial = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  await clock.pass(16 * MINUTE);
  expect(kinds().at(-1)).toBe("doubted");
  other.refuseDial = undefined;
  await clock.pass(MINUTE);
  expect(kinds().at(-1)).toBe("synced");
});

test("second opinion - of two servers one may be away: two of three may still be there", async () => {
  const [mine, other] = servers(5, 5);
  const { clock, kinds } = follow(mine, other, 2);
  other.refuseDial = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  await clock.pass(16 * MINUTE);
  expect(kinds()).not.toContain("doubted");
});

test("second opinion - 10 to 20 s after each connect another server is asked", async () => {
  const [mine, other] = servers(5, 5);
  const { clock } = follow(mine, other);
  await settle();
  for (const dials of [1, 2]) {
    await clock.pass(9_999);
    expect(other.dials).toBe(dials - 1);
    await clock.pass(10_001);
    expect(other.dials).toBe(dials);
    mine.tell({ kind: "disconnected" });
    mine.tell({ kind: "reconnected" });
  }
});

test("second opinion - a connection that is lost while another server is asked is not given up for it", async () => {
  const [mine, other] = servers(3, 5);
  const { clock } = follow(mine, other);
  await settle();
  other.hold();
  await clock.pass(16 * MINUTE);
  mine.tell({ kind: "disconnected" });
  other.release();
  await clock.pass(10_000);
  expect(other.closed).toBe(1);
  expect(mine.closed).toBe(0);
});
