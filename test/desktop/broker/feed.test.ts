import { afterEach, expect, test } from "vitest";
import type { Reply } from "../../../main/contract/connection.ts";
import { HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import type { ConnectionSignal } from "../../../main/core/connection.ts";
import type { Retained } from "../../../main/core/feed/link.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import type { Found } from "../../../main/desktop/broker/feed-sink.ts";
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
  find: (retained: Retained, service: string) => Found = () => "settled",
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
        catalog: () => events.push("catalog"),
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
  expect(broker.subjects).toEqual(["approvals.hong%2Egd.*", CATALOG, HEARTBEAT_SUBJECT]);
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

test.each([
  ["is not answered", (): Reply => ({ kind: "unavailable" }), (): Found => "settled", ["finance-card"]],
  ["may not be read", (): Reply => ({ kind: "denied" }), (): Found => "settled", ["finance-card"]],
  ["is refused by the parser", (): undefined => undefined, (): Found => "unreadable", []],
])(
  "feed - one service that %s does not keep the rest from being fresh, and is read again alone",
  async (_what, answer, find, told) => {
    const broker = new SimulatedBroker();
    broker.isClustered = false;
    let isBad = true;
    broker.answer = (subject) => (isBad && subject === CARD ? answer() : undefined);
    const { clock, kinds, unanswered } = follow(broker, ["hr-leave", "finance-card"], (_retained, service) =>
      isBad && service === "finance-card" ? find() : "settled",
    );
    await settle();
    expect(kinds()).toEqual(["connected", "synced"]);
    expect(unanswered).toEqual(told);
    const gets = (): number => broker.gets.filter((subject) => subject === CARD).length;
    await clock.pass(3 * 60_000);
    expect(gets()).toBeGreaterThan(4);
    expect(gets()).toBeLessThan(10);
    isBad = false;
    await clock.pass(5 * 60_000);
    const last = gets();
    await clock.pass(4 * 60_000);
    expect(gets() - last).toBeLessThanOrEqual(1); // by the reconcile
    expect(new Set(kinds())).toEqual(new Set(["connected", "synced"]));
    expect(broker.gets.filter((subject) => subject === SUBJECT).length).toBeLessThanOrEqual(2);
  },
);

test("feed - a service that cannot be read after a reconnect is read again over the new connection only", async () => {
  const broker = new SimulatedBroker();
  broker.answer = (subject) => (subject === CARD ? { kind: "unavailable" } : undefined);
  const { clock } = follow(broker, ["hr-leave", "finance-card"]);
  await clock.pass(500);
  broker.tell({ kind: "disconnected" });
  broker.gets.length = 0;
  await clock.pass(10_000);
  expect(broker.gets).toEqual([]);
  broker.tell({ kind: "reconnected" });
  await clock.pass(2_000);
  expect(broker.gets.filter((subject) => subject === CARD).length).toBe(2);
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

test("feed - a service that is new in the catalog and is not answered does not keep the rest from being fresh", async () => {
  const broker = new SimulatedBroker();
  broker.isClustered = false;
  const { services, clock, kinds, unanswered } = follow(broker);
  await settle();
  broker.answer = (subject) => {
    if (subject === CATALOG && !services.includes("finance-card")) services.push("finance-card");
    return subject === CARD ? { kind: "unavailable" } : undefined;
  };
  broker.publish(CATALOG, bytesOf({ services: [] }));
  await clock.pass(60_000);
  expect(new Set(unanswered)).toEqual(new Set(["finance-card"]));
  expect(new Set(kinds())).toEqual(new Set(["connected", "synced"]));
  broker.tell({ kind: "disconnected" });
  broker.tell({ kind: "reconnected" });
  await clock.pass(1_000);
  expect(kinds().at(-1)).toBe("synced");
});

test("feed - a stream that is never served is said to be missing, and is found when it comes", async () => {
  const broker = new SimulatedBroker();
  broker.answer = () => ({ kind: "unavailable" });
  const { clock, signals, kinds } = follow(broker);
  await clock.pass(30_000);
  expect(signals).toContainEqual({ kind: "refused", cause: "no-stream" });
  broker.answer = () => undefined;
  await clock.pass(6_000);
  expect(kinds().at(-1)).toBe("synced");
});

test("feed - a broker that cannot be reached is dialled again, each time after a pause of its own", async () => {
  const broker = new SimulatedBroker();
  broker.refuseDial = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  const { clock, signals, kinds } = follow(broker);
  await clock.pass(20_000);
  expect(broker.dials).toBeGreaterThan(2);
  expect(broker.dials).toBeLessThan(12);
  expect(signals).toContainEqual({ kind: "lost", cause: "unreachable" });
  broker.refuseDial = undefined;
  await clock.pass(7_000);
  expect(kinds().at(-1)).toBe("synced");
});

test("feed - every wait is drawn anew, from its whole range, so that thousands of apps come one by one", async () => {
  const broker = new SimulatedBroker();
  broker.refuseDial = { kind: "lost", cause: "unreachable", detail: "ECONNREFUSED" };
  const draws: number[] = [];
  const clock = new FakeClock(undefined, () => draws.shift() ?? 0.5);
  draws.push(0); // the first reconcile; then the outcome of each dial, and the end of the wait after it
  draws.push(0, 0.5, 0.8, 0.5, 0.9999, 0.5);
  follow(broker, [], undefined, clock);
  const waits: number[] = [];
  for (let dials = 1; dials <= 3; dials++) {
    await clock.pass(0);
    const from = clock.elapsed;
    while (broker.dials === dials) await clock.pass(100);
    waits.push(clock.elapsed - from);
  }
  expect(waits).toEqual([2_000, 6_000, 7_000]);
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

test("feed - something older than what is known is read once more 10 to 20 s later, and not again and again", async () => {
  const broker = new SimulatedBroker();
  let isOlder = true;
  const { clock } = follow(broker, ["hr-leave", "finance-card"], () => (isOlder ? "older" : "settled"));
  await settle();
  isOlder = false;
  broker.gets.length = 0;
  await clock.pass(9_999);
  expect(broker.gets).toEqual([]);
  await clock.pass(10_001);
  expect(broker.gets).toEqual([CATALOG, SUBJECT, CARD]);
  await clock.pass(60_000);
  expect(broker.gets).toHaveLength(3);
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

test("feed - wrong credentials are told, and tried again", async () => {
  const broker = new SimulatedBroker();
  broker.refuseDial = { kind: "refused", cause: "credentials", detail: "Authorization Violation" };
  const { clock, signals } = follow(broker);
  await clock.pass(8_000);
  expect(signals).toContainEqual({ kind: "refused", cause: "credentials" });
  expect(broker.dials).toBeGreaterThan(1);
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

test("feed - a credentials file that cannot be read is a matter of the settings", async () => {
  const broker = new SimulatedBroker();
  broker.refuseDial = { kind: "file-unreadable", file: "/a.creds", detail: "ENOENT" };
  const { signals } = follow(broker);
  await settle();
  expect(signals).toContainEqual({
    kind: "misconfigured",
    problem: { key: "file-unreadable", args: ["/a.creds", "ENOENT"] },
  });
});

test("feed - a reconnect reads everything again at once, and once more 10 to 20 s later", async () => {
  const broker = new SimulatedBroker();
  const { clock, kinds } = follow(broker);
  await settle();
  broker.tell({ kind: "disconnected" });
  expect(kinds().at(-1)).toBe("lost");
  broker.gets.length = 0;
  broker.tell({ kind: "reconnected" });
  await settle();
  expect(broker.gets).toEqual([CATALOG, SUBJECT]);
  expect(kinds().at(-1)).toBe("synced");
  await clock.pass(9_999);
  expect(broker.gets).toHaveLength(2);
  await clock.pass(10_001);
  expect(broker.gets).toHaveLength(4);
});

test("feed - two reconnects at once are read one after the other, not side by side", async () => {
  const broker = new SimulatedBroker();
  const { feed } = follow(broker);
  await settle();
  broker.gets.length = 0;
  broker.hold();
  feed.refresh();
  feed.refresh();
  feed.refresh();
  await settle();
  expect(broker.gets).toEqual([CATALOG, SUBJECT]);
  broker.release();
  await settle();
  expect(broker.gets).toEqual([CATALOG, SUBJECT, CATALOG, SUBJECT]);
});

test("feed - what an old connection still answers does not make the new one fresh", async () => {
  const broker = new SimulatedBroker();
  broker.hold();
  const { kinds } = follow(broker);
  await settle();
  broker.tell({ kind: "disconnected" });
  broker.release();
  await settle();
  expect(kinds()).toEqual(["connected", "lost"]);
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
  expect(broker.redials).toBe(1);
});

test("feed - after sleep a connection that answers is kept, and everything is read again", async () => {
  const broker = new SimulatedBroker();
  const { feed, kinds } = follow(broker);
  await settle();
  broker.gets.length = 0;
  feed.check();
  await settle();
  expect(broker.redials).toBe(0);
  expect(broker.gets).toEqual([CATALOG, SUBJECT]);
  expect(kinds().at(-1)).toBe("synced");
});

test("feed - reconciles every 5 to 15 minutes", async () => {
  const broker = new SimulatedBroker();
  const { clock } = follow(broker);
  await settle();
  broker.gets.length = 0;
  await clock.pass(60 * 60_000);
  const snapshots = broker.gets.length / 2;
  expect(snapshots).toBeGreaterThanOrEqual(4);
  expect(snapshots).toBeLessThanOrEqual(12);
});

test("feed - a new catalog leads to its services being read", async () => {
  const broker = new SimulatedBroker();
  const { services, clock } = follow(broker, []);
  await settle();
  broker.answer = (subject) => {
    if (subject === CATALOG) services.push("finance-card");
    return undefined;
  };
  broker.gets.length = 0;
  broker.publish(CATALOG, bytesOf({ services: [] }));
  await clock.pass(3_000);
  expect(broker.gets).toContain(CARD);
});

test("feed - stopping closes the connection and leaves no timer", async () => {
  const broker = new SimulatedBroker();
  const { feed, clock, kinds } = follow(broker);
  await settle();
  await feed.stop();
  expect(broker.closed).toBe(1);
  expect(clock.pending).toBe(0);
  const before = kinds().length;
  broker.tell({ kind: "disconnected" });
  expect(kinds()).toHaveLength(before);
});
