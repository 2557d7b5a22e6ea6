import { afterEach, expect, test } from "vitest";
import { HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { LEADER_SUBJECTS } from "../../../main/contract/leader.ts";
import type { ConnectionSignal } from "../../../main/core/connection.ts";
import type { Found, RetainedReply } from "../../../main/core/feed/link.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import type { BrokerAddress } from "../../../main/desktop/broker/transport.ts";
import { bytesOf, wireOf } from "../../contract/events.ts";
import { FakeClock, settle } from "../fake-clock.ts";
import { SimulatedBroker } from "./simulated-broker.ts";

const SUBJECT = "approvals.hong%2Egd.hr-leave";
const CARD = "approvals.hong%2Egd.finance-card";
const CATALOG = "catalog.services";

type Credentials = BrokerAddress["credentials"];

let running: Feed | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

function follow(
  broker: SimulatedBroker,
  services: string[] = ["hr-leave"],
  find: (retained: RetainedReply, service: string) => Found = () => "settled",
  clock = new FakeClock(),
  login: { given: Credentials; now: () => Credentials } = { given: undefined, now: () => undefined },
) {
  const events: string[] = [];
  const signals: ConnectionSignal[] = [];
  const log: string[] = [];
  const unanswered: string[] = [];
  const unproven: string[] = [];
  const feed = startFeed(
    "hong.gd",
    { servers: ["nats://simulated"], credentials: login.given, tls: undefined },
    {
      dial: broker.dial,
      clock,
      credentials: login.now,
      services: () => services,
      sink: {
        event: (_subject, payload) => events.push(Buffer.from(payload).toString()),
        retained: (service, retained) => {
          if (retained.kind === "message") events.push(Buffer.from(retained.payload).toString());
          return find(retained, service);
        },
        unanswered: (service) => unanswered.push(service),
        unproven: (subject) => unproven.push(subject),
        catalog: () => {
          events.push("catalog");
        },
        signal: (signal) => signals.push(signal),
        log: (text) => log.push(text),
      },
    },
  );
  running = feed;
  const kinds = (): string[] => signals.map(({ kind }) => kind).filter((kind) => kind !== "heard");
  return { feed, clock, events, signals, kinds, log, services, unanswered, unproven };
}

test("feed - subscribes first, then reads the catalog and every service, then is in step", async () => {
  const broker = new SimulatedBroker();
  broker.retained.set(SUBJECT, bytesOf(wireOf()));
  const { events, kinds } = follow(broker, ["hr-leave", "finance-card"]);
  await settle();
  expect(broker.subjects).toEqual(["approvals.hong%2Egd.*", CATALOG, HEARTBEAT_SUBJECT, LEADER_SUBJECTS]);
  expect(broker.gets).toEqual([CATALOG, SUBJECT, CARD]);
  expect(events).toEqual([JSON.stringify(wireOf())]);
  expect(kinds()).toEqual(["connected", "synced"]);
});

test("feed - an event that arrives between subscribing and reading is not lost", async () => {
  const broker = new SimulatedBroker();
  broker.hold();
  const { events } = follow(broker);
  await settle();
  broker.publish(SUBJECT, bytesOf(wireOf({ sequence: 9 })));
  broker.release();
  await settle();
  expect(events).toContain(JSON.stringify(wireOf({ sequence: 9 })));
});

test("feed - a message that does not prove where it comes from is counted, and leads to one look at the subject of one account", async () => {
  const broker = new SimulatedBroker();
  broker.denied.add("stored.hong%2Egd.*");
  const { events, signals, unproven, clock } = follow(broker);
  await settle();
  broker.gets.length = 0;
  const before = signals.length;
  for (let times = 0; times < 100; times++)
    broker.publish(SUBJECT, bytesOf(wireOf()), { retain: false, origin: undefined });
  await settle();
  expect(events).toEqual([]);
  expect(unproven).toHaveLength(100);
  expect(broker.pings).toHaveLength(1);
  await clock.pass(1_000);
  expect(broker.gets).toEqual([]);
  expect(signals).toHaveLength(before);
});

test("feed - with one account for all, what was stored is heard on the subject of the republish", async () => {
  const broker = new SimulatedBroker();
  const { events } = follow(broker);
  await settle();
  broker.publish(SUBJECT, bytesOf(wireOf({ sequence: 5 })), { origin: undefined });
  await settle();
  expect(events).toEqual([JSON.stringify(wireOf({ sequence: 5 }))]); // read
  broker.publish("stored.hong%2Egd.hr-leave", bytesOf(wireOf({ sequence: 6 })), { origin: SUBJECT });
  expect(events).toHaveLength(2);
});

test("feed - whatever arrives on the catalog's subject is not the catalog, and leads to one reading a minute", async () => {
  const broker = new SimulatedBroker();
  broker.isClustered = false; // no heartbeat is missed
  const { clock, events } = follow(broker);
  await settle();
  broker.retained.set(CATALOG, bytesOf({ services: [] }));
  broker.gets.length = 0;
  for (let times = 0; times < 100; times++)
    broker.publish(CATALOG, bytesOf({ services: [{}] }), { retain: false });
  await clock.pass(0);
  expect(broker.gets).toEqual([]); // not all apps in the same moment
  await clock.pass(3_000);
  expect(broker.gets).toEqual([CATALOG]);
  expect(events).toEqual(["catalog"]);
  for (let second = 0; second < 56; second++) {
    broker.publish(CATALOG, bytesOf({ services: [] }), { retain: false });
    await clock.pass(1_000);
  }
  expect(broker.gets).toEqual([CATALOG]);
  await clock.pass(10_000);
  expect(broker.gets).toEqual([CATALOG, CATALOG]);
});

test("feed - a catalog that does not prove where it comes from is not taken", async () => {
  const broker = new SimulatedBroker();
  broker.answer = (subject) =>
    subject === CATALOG
      ? { kind: "message", origin: "approvals.kim.hr-leave", payload: bytesOf({ services: [] }) }
      : undefined;
  const { events, unproven, kinds } = follow(broker);
  await settle();
  expect(events).toEqual([]);
  expect(unproven).toEqual([CATALOG]);
  expect(kinds().at(-1)).toBe("synced");
});

test("feed - the log names the server at each connection", async () => {
  const broker = new SimulatedBroker("one.example.com:4222");
  const { log } = follow(broker);
  await settle();
  expect(log).toContain("broker: connected to one.example.com:4222");
});

test("feed - an event that is sent is not taken for one that is retained", async () => {
  const broker = new SimulatedBroker();
  const read: string[] = [];
  const { events } = follow(broker, ["hr-leave"], ({ kind }) => {
    read.push(kind);
    return "settled";
  });
  await settle();
  broker.publish(SUBJECT, bytesOf(wireOf()));
  expect(events).toHaveLength(1);
  expect(read).toEqual(["none"]);
});

test("feed - after a refused login the settings are asked for the credentials of now; those that cannot be read stay", async () => {
  const broker = new SimulatedBroker();
  const refused = { kind: "refused", cause: "credentials", detail: "Authorization Violation" } as const;
  const shown: (string | undefined)[] = [];
  broker.whileDialled = ({ credentials }) => {
    const password =
      credentials !== undefined && "password" in credentials ? credentials.password : undefined;
    shown.push(password);
    broker.refuseDial = password === "new" ? undefined : refused;
  };
  let password: string | undefined;
  const { clock, kinds } = follow(broker, [], undefined, undefined, {
    given: { username: "hong", password: "old" },
    now: () => (password === undefined ? undefined : { username: "hong", password }),
  });
  await clock.pass(10_000);
  expect(new Set(shown)).toEqual(new Set(["old"]));
  password = "new";
  await clock.pass(14_000); // it is asked at a refusal, and dials with it next
  expect(shown.at(-1)).toBe("new");
  expect(kinds().at(-1)).toBe("synced");
});

test("feed - a broker that cannot be reached says nothing about the credentials: they are not read again", async () => {
  const broker = new SimulatedBroker();
  broker.refuseDial = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  let reads = 0;
  const { clock } = follow(broker, [], undefined, undefined, {
    given: undefined,
    now: () => {
      reads++;
      return undefined;
    },
  });
  await clock.pass(60_000);
  expect(reads).toBe(0);
});

test("feed - what an old connection still answers does not make the new one fresh", async () => {
  const broker = new SimulatedBroker();
  broker.hold();
  const { kinds } = follow(broker);
  await settle();
  broker.tell({ kind: "closed" });
  broker.release();
  await settle();
  expect(kinds()).toEqual(["connected", "lost"]);
});

test("feed - a leader that a reply of another app names is refused, and asks nothing", async () => {
  const broker = new SimulatedBroker();
  broker.answer = () => ({ kind: "unavailable" });
  const { clock, unproven } = follow(broker);
  await settle();
  broker.tell({ kind: "closed" });
  await clock.pass(4_000);
  const { length } = broker.gets;
  const subject = "alrimi.leader.APPROVALS";
  const message = { subject, data: new Uint8Array(), origin: undefined, isHeartbeat: false };
  broker.send({ ...message, hasHeaders: true }, "alrimi.leader.*");
  await clock.pass(700);
  expect([unproven, broker.gets.length]).toEqual([[subject], length]);
  broker.send({ ...message, hasHeaders: false }, "alrimi.leader.*");
  await clock.pass(700);
  expect(broker.gets.length).toBeGreaterThan(length);
});

test("feed - stopping closes the connection and leaves no timer", async () => {
  const broker = new SimulatedBroker();
  const { feed, clock, kinds } = follow(broker);
  await settle();
  await feed.stop();
  expect(broker.closed).toBe(1);
  expect(clock.pending).toBe(0);
  const before = kinds().length;
  broker.tell({ kind: "closed" });
  expect(kinds()).toHaveLength(before);
});

test("feed - a denied subscription is told and tried again on a timer, until it is granted", async () => {
  const broker = new SimulatedBroker();
  broker.denied.add("approvals.hong%2Egd.*");
  const { clock, signals, kinds } = follow(broker);
  await settle();
  expect(signals).toContainEqual({ kind: "refused", cause: "permission" });
  expect(kinds()).not.toContain("synced");
  broker.denied.clear();
  await clock.pass(40_000);
  expect(broker.subjects).toContain("approvals.hong%2Egd.*");
  expect(kinds().at(-1)).toBe("synced");
});

test("feed - after sleep the connection is tried; one that is dead is dialled again", async () => {
  const broker = new SimulatedBroker();
  const { feed, kinds } = follow(broker);
  await settle();
  broker.isAnswering = false;
  feed.check();
  expect(kinds().at(-1)).toBe("doubted");
  await settle();
  expect(broker.pings).toEqual([3_000]);
  expect([broker.closed, broker.dials]).toEqual([1, 2]);
});

test("feed - woken between two dials, it dials at once; while it dials it does not dial twice", async () => {
  const broker = new SimulatedBroker();
  broker.refuseDial = { kind: "lost", cause: "unreachable", detail: "ENETUNREACH" };
  const { feed, clock, kinds } = follow(broker);
  await settle();
  expect(broker.dials).toBe(1);
  feed.check();
  feed.check();
  await settle();
  expect(broker.dials).toBe(2);
  broker.refuseDial = undefined;
  feed.check();
  await settle();
  expect(kinds().at(-1)).toBe("synced");
  await clock.pass(20_000); // the wait that was cut short dials no more
  expect(broker.dials).toBe(3);
});

test("feed - a renewed login is dialled with beside the present connection, which ends when the new one is up", async () => {
  const broker = new SimulatedBroker();
  const dialled: Credentials[] = [];
  broker.whileDialled = ({ credentials }) => dialled.push(credentials);
  const login = { given: { creds: "old" }, now: () => ({ creds: "new" }) };
  const { feed, kinds } = follow(broker, ["hr-leave"], undefined, new FakeClock(), login);
  await settle();
  const before = kinds().length;
  feed.loginRenewed();
  await settle();
  expect(dialled).toEqual([{ creds: "old" }, { creds: "new" }]);
  expect(kinds().slice(before)).not.toContain("lost");
  expect(broker.closed).toBe(1);
});

test("feed - a renewed login that cannot be dialled with leaves the present connection as it is", async () => {
  const broker = new SimulatedBroker();
  const login = { given: { creds: "old" }, now: () => ({ creds: "new" }) };
  const { feed, kinds } = follow(broker, ["hr-leave"], undefined, new FakeClock(), login);
  await settle();
  const before = kinds().length;
  broker.refuseDial = { kind: "lost", cause: "no-answer", detail: "" };
  feed.loginRenewed();
  await settle();
  expect(kinds().slice(before)).toEqual([]);
  expect(broker.closed).toBe(0);
});
