import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { defined } from "../../main/contract/defined.ts";
import { parseEvent } from "../../main/contract/event.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { createPublisher, type Publisher, publish } from "../../main/publisher/publish.ts";
import { type RealBroker, realBroker, SERVICE, until } from "../nats/real-broker.ts";

let real: RealBroker;
let writer: NatsConnection;
let keeper: NatsConnection;
let publisher: Publisher;
let user: string;
let subject: string;

beforeAll(async () => {
  real = await realBroker();
  writer = await real.asWriter();
  keeper = await real.asKeeper();
  publisher = createPublisher(writer, { outcomeMs: 60_000 });
});
afterAll(() => real.dispose());

let users = 0;
beforeEach(() => {
  user = `user-${++users}`;
  subject = `approvals.${user}.${SERVICE}`;
});

const say = (count: number, sequence?: bigint | number | string, more: { epoch?: number } = {}) =>
  publisher.publish({
    user,
    service: SERVICE,
    count,
    ...defined({ sequence }),
    ...more,
  });

const retained = async () => {
  const message = await directGet(keeper, "APPROVALS", subject);
  if (message === undefined) return undefined;
  const event = parseEvent(subject, message.data);
  return event.ok ? event.value : event.reason;
};

test("publisher - an event is kept, and its service is told so", async () => {
  expect(await say(3, 7)).toMatchObject({ outcome: "kept", event: { user, count: 3, sequence: 7n } });
  expect(await retained()).toMatchObject({ user, service: SERVICE, count: 3, sequence: 7n });
});

test("publisher - a late event changes nothing, and the newer one is named", async () => {
  const [early, later] = ["2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"];
  const at = (count: number, sequence: number, occurredAt: string) =>
    publisher.publish({ user, service: SERVICE, count, sequence, occurredAt });
  await at(3, 5, later);
  expect(await at(9, 4, early)).toMatchObject({
    outcome: "older",
    reason: "superseded",
    newest: { epoch: 0, sequence: 5n },
  });
  expect(await retained()).toMatchObject({ count: 3, sequence: 5n });
});

test("publisher - an event that is later although its number is not is told as such", async () => {
  await say(3, 500);
  expect(await say(1, 1)).toMatchObject({ outcome: "older", reason: "sequence-went-back" });
  expect(await say(1, 1, { epoch: 1 })).toMatchObject({ outcome: "kept" });
});

test("publisher - the same event again is a duplicate, not a second one", async () => {
  const once = { user, service: SERVICE, count: 3, sequence: 5, occurredAt: "2026-01-01T00:00:00Z" };
  expect(await publisher.publish(once)).toEqual({ outcome: "kept", event: expect.anything() });
  expect(await publisher.publish(once)).toMatchObject({ outcome: "kept", reason: "duplicate" });
});

test("publisher - without a sequence each event is newer than the one before, whoever sent it", async () => {
  const other = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  for (let count = 1; count <= 4; count += 1) {
    const by = count % 2 === 0 ? other : publisher;
    expect(await by.publish({ user, service: SERVICE, count })).toMatchObject({ outcome: "kept" });
  }
  expect(await retained()).toMatchObject({ count: 4 });
});

test("publisher - sequences up to 2^63-1 are kept exactly", async () => {
  expect(await say(1, 2n ** 63n - 1n)).toMatchObject({ outcome: "kept" });
  expect(await retained()).toMatchObject({ sequence: 2n ** 63n - 1n });
});

test("publisher - every field arrives", async () => {
  await publisher.publish({
    ...{ user, service: SERVICE, count: 3, sequence: 1, epoch: 2, dueToday: 1, overdue: 2 },
    ...{ occurredAt: 1_000, dueAt: new Date(2_000), oldestAt: "1970-01-01T00:00:00.500Z" },
  });
  expect(await retained()).toEqual({
    ...{ user, service: SERVICE, count: 3, sequence: 1n, epoch: 2, generation: 0, dueToday: 1, overdue: 2 },
    ...{ occurredAt: 1_000, dueAt: 2_000, oldestAt: 500 },
  });
});

test("publisher - garbage that is retained is written over", async () => {
  await keeper.request(subject, "not JSON");
  expect(await retained()).toBe("not-json");
  expect(await say(3, 0)).toMatchObject({ outcome: "kept" });
  expect(await retained()).toMatchObject({ count: 3, sequence: 0n });
});

test("publisher - eight writers with 200 shuffled sequences end at the highest", async () => {
  const sequences = Array.from({ length: 200 }, (_, index) => index + 1).sort(() => Math.random() - 0.5);
  const writers = await Promise.all(Array.from({ length: 8 }, () => real.asWriter()));
  const outcomes = await Promise.all(
    writers.map(async (connection, which) => {
      const own = createPublisher(connection, { outcomeMs: 60_000 });
      const mine = sequences.filter((_, index) => index % writers.length === which);
      return Promise.all(
        mine.map((sequence) => own.publish({ user, service: SERVICE, count: sequence, sequence })),
      );
    }),
  );
  expect(await retained()).toMatchObject({ sequence: 200n, count: 200 });
  expect(new Set(outcomes.flat().map(({ outcome }) => outcome))).toEqual(new Set(["kept", "older"]));
});

test("publisher - without a keeper the event is stored, and said to be no more than that", async () => {
  await using alone = await realBroker({ withoutKeeper: true });
  const own = createPublisher(await alone.asWriter(), { outcomeMs: 100 });
  expect(await own.publish({ user, service: SERVICE, count: 3 })).toMatchObject({ outcome: "stored" });
  alone.startKeeper();
  const app = await alone.asKeeper();
  await until(async () => (await directGet(app, "APPROVALS", subject)) !== undefined);
});

test("publisher - a broker that comes back within the deadline gets the event", async () => {
  await real.broker.kill();
  const outcome = createPublisher(writer, { deadlineMs: 60_000 }).publish({
    user,
    service: SERVICE,
    count: 6,
  });
  await real.broker.restart();
  expect(["kept", "stored"]).toContain((await outcome).outcome);
  await until(async () => (await retained().catch(() => undefined)) !== undefined);
});

const oneShot = (port: number) => ({
  servers: [`nats://127.0.0.1:${port}`],
  username: SERVICE,
  password: `${SERVICE}-password`,
  user,
  service: SERVICE,
  count: 6,
  sequence: 6,
  deadlineMs: 60_000,
  outcomeMs: 60_000,
});

test("publish - a broker that is down, and comes back within the deadline, gets the event", async () => {
  await real.broker.kill();
  const outcome = publish(oneShot(real.broker.port));
  await expect(publish({ ...oneShot(real.broker.port), deadlineMs: 300 })).rejects.toMatchObject({
    reason: "unreachable",
  });
  await real.broker.restart();
  expect(await outcome).toMatchObject({ outcome: "kept" });
  await until(async () => (await retained().catch(() => undefined)) !== undefined, 20_000);
});

test("publish - a connection that is lost between question and answer is dialled again", async () => {
  let connections = 0;
  const proxy = createServer((client) => {
    connections += 1;
    const isFirst = connections === 1;
    const upstream = connect(real.broker.port, "127.0.0.1");
    upstream.on("error", () => client.destroy()).pipe(client);
    client.on("error", () => upstream.destroy()).on("close", () => upstream.destroy());
    client.on("data", (sent: Buffer) => {
      if (isFirst && /^H?PUB /m.test(sent.toString())) client.destroy();
      else upstream.write(sent);
    });
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  try {
    const { port } = proxy.address() as AddressInfo;
    expect(await publish({ ...oneShot(port), requestTimeoutMs: 300 })).toMatchObject({ outcome: "kept" });
    expect(connections).toBeGreaterThan(1);
    expect(await retained()).toMatchObject({ count: 6 });
  } finally {
    proxy.close();
  }
});

test("publish - a login that is refused is told at once", async () => {
  const wrong = { ...oneShot(real.broker.port), password: "wrong", deadlineMs: 600_000 };
  await expect(publish(wrong)).rejects.toMatchObject({ reason: "authorization" });
});

test("publisher - a broker that does not answer until the deadline is an error with a reason", async () => {
  real.broker.freeze();
  try {
    const impatient = createPublisher(writer, { deadlineMs: 300, requestTimeoutMs: 50 });
    await expect(impatient.publish({ user, service: SERVICE, count: 1 })).rejects.toMatchObject({
      name: "BrokerError",
      reason: "timeout",
    });
  } finally {
    real.broker.thaw();
  }
});

test("publisher - a closed connection is told at once", async () => {
  const closed = await real.asWriter();
  await closed.close();
  await expect(createPublisher(closed).publish({ user, service: SERVICE, count: 1 })).rejects.toMatchObject({
    reason: "closed",
  });
});

test.each([
  ["bad-id", { user: "" }],
  ["bad-id", { service: "x".repeat(65) }],
  ["bad-count", { count: -1 }],
  ["bad-count", { count: 1.5 }],
  ["bad-count", { count: Number.NaN }],
  ["bad-count", { count: "3" as unknown as number }],
  ["bad-count", { count: 3n as unknown as number }],
  ["bad-sequence", { sequence: -1 }],
  ["bad-sequence", { sequence: "seven" }],
  ["sequence-unsafe", { sequence: 2 ** 53 }],
  ["sequence-unsafe", { sequence: 2n ** 63n }],
  ["bad-epoch", { epoch: -1 }],
  ["bad-time", { occurredAt: "2026-02-30T00:00:00Z" }],
  ["bad-time", { occurredAt: new Date(Number.NaN) }],
  ["bad-due-time", { dueAt: "tomorrow" }],
  ["bad-oldest-time", { oldestAt: "yesterday" }],
  ["bad-due-count", { overdue: 2 }],
])("publisher - input is refused with the reason %s: %o", async (reason, wrong) => {
  const outcome = await publisher.publish({ user, service: SERVICE, count: 1, ...wrong });
  expect(outcome).toMatchObject({ outcome: "refused", reason });
  expect(await retained()).toBeUndefined();
});
