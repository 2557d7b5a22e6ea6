import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { headers, type NatsConnection } from "nats";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { defined } from "../../main/contract/defined.ts";
import { parseEvent } from "../../main/contract/event.ts";
import { BrokerError } from "../../main/nats/broker-error.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { createPublisher, type Publisher, publish } from "../../main/publisher/publish.ts";
import { type RealBroker, realBroker, SERVICE, until } from "../nats/real-broker.ts";

let real: RealBroker;
let writer: NatsConnection;
let publisher: Publisher;
let user: string;
let subject: string;

beforeAll(async () => {
  real = await realBroker();
  writer = await real.asWriter();
  publisher = createPublisher(writer);
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
  const message = await directGet(writer, "APPROVALS", subject);
  if (message === undefined) return undefined;
  const event = parseEvent(subject, message.data);
  return event.ok ? event.value : event.reason;
};

test("publisher - the first event of a person and service is stored", async () => {
  expect(await say(3, 7)).toMatchObject({ kind: "published", rounds: 1, event: { count: 3, sequence: 7n } });
  expect(await retained()).toMatchObject({ user, service: SERVICE, count: 3, sequence: 7n });
});

test("publisher - a late event is not written, and the newer one is named", async () => {
  await say(3, 5);
  expect(await say(9, 4)).toMatchObject({ kind: "already-newer", retained: { count: 3, sequence: 5n } });
  expect(await retained()).toMatchObject({ count: 3, sequence: 5n });
});

test("publisher - the same event again is a duplicate", async () => {
  await say(3, 5);
  expect(await say(3, "5")).toMatchObject({ kind: "duplicate", retained: { sequence: 5n } });
});

test("publisher - a higher epoch wins over a higher sequence", async () => {
  await say(3, 500);
  expect(await say(1, 1, { epoch: 1 })).toMatchObject({ kind: "published" });
  expect(await say(3, 501)).toMatchObject({ kind: "already-newer", retained: { epoch: 1, sequence: 1n } });
});

test("publisher - without a sequence the next one after the retained event is taken, in its epoch", async () => {
  expect(await say(1)).toMatchObject({ event: { sequence: 1n, epoch: 0 } });
  expect(await say(2)).toMatchObject({ event: { sequence: 2n, epoch: 0 } });
  await say(3, 40, { epoch: 2 });
  expect(await say(4)).toMatchObject({ event: { sequence: 41n, epoch: 2 } });
  expect(await say(5, undefined, { epoch: 3 })).toMatchObject({ event: { sequence: 1n, epoch: 3 } });
});

test("publisher - sequences up to 2^63-1 are kept exactly, and there is none after", async () => {
  expect(await say(1, 2n ** 63n - 1n)).toMatchObject({ kind: "published" });
  expect(await retained()).toMatchObject({ sequence: 2n ** 63n - 1n });
  expect(await say(2)).toMatchObject({ kind: "refused", reason: "sequence-unsafe" });
});

test("publisher - garbage that is retained is written over", async () => {
  await writer.request(subject, "not JSON");
  expect(await retained()).toBe("not-json");
  expect(await say(3, 0)).toMatchObject({ kind: "published" });
  expect(await retained()).toMatchObject({ count: 3, sequence: 0n });
});

test("publisher - over garbage, a writer without sequences stays newer than all it wrote before", async () => {
  const before = await say(1);
  await writer.request(subject, "garbage");
  const after = await say(2);
  expect(before.kind === "published" && after.kind === "published").toBe(true);
  if (before.kind === "published" && after.kind === "published") {
    expect(after.event.sequence > before.event.sequence).toBe(true);
  }
});

test("publisher - eight writers with 200 shuffled sequences end at the highest", async () => {
  const sequences = Array.from({ length: 200 }, (_, index) => index + 1).sort(() => Math.random() - 0.5);
  const writers = await Promise.all(Array.from({ length: 8 }, () => real.asWriter()));
  const outcomes = await Promise.all(
    writers.map(async (connection, which) => {
      const own = createPublisher(connection);
      const mine = sequences.filter((_, index) => index % writers.length === which);
      return Promise.all(
        mine.map((sequence) => own.publish({ user, service: SERVICE, count: sequence, sequence })),
      );
    }),
  );
  expect(await retained()).toMatchObject({ sequence: 200n, count: 200 });
  const kinds = new Set(outcomes.flat().map(({ kind }) => kind));
  expect([...kinds].filter((kind) => kind !== "published" && kind !== "already-newer")).toEqual([]);
});

test("publisher - eight writers without sequences lose no write", async () => {
  const writers = await Promise.all(Array.from({ length: 8 }, () => real.asWriter()));
  await Promise.all(
    writers.map(async (connection, count) => {
      const own = createPublisher(connection);
      for (let round = 0; round < 5; round += 1) await own.publish({ user, service: SERVICE, count });
    }),
  );
  expect(await retained()).toMatchObject({ sequence: 40n });
});

test("publisher - many at once for one person are done in the order of the calls", async () => {
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, count) => say(count)));
  const events = outcomes.map((outcome) => (outcome.kind === "published" ? outcome.event : undefined));
  expect(events.map((event) => [event?.count, event?.sequence])).toEqual(
    Array.from({ length: 50 }, (_, count) => [count, BigInt(count + 1)]),
  );
});

test("publisher - who wrote last does not read again, and is corrected when another wrote since", async () => {
  const asked: string[] = [];
  const watched = interposed(writer, (target, request) => {
    asked.push(target === subject ? "write" : "read");
    return request();
  });
  const own = createPublisher(watched);
  const speak = (count: number) => own.publish({ user, service: SERVICE, count });
  await speak(1);
  await speak(2);
  expect(asked.splice(0)).toEqual(["read", "write", "write"]);
  await say(9);
  expect(await speak(3)).toMatchObject({ kind: "published", rounds: 2, event: { sequence: 4n } });
  expect(asked.splice(0)).toEqual(["write", "read", "write"]);
  // That nothing has to be written is never a guess: somebody may have put an older event over ours.
  await writer.request(subject, "garbage");
  expect(await own.publish({ user, service: SERVICE, count: 3, sequence: 4 })).toMatchObject({
    kind: "published",
  });
  expect(asked).toEqual(["read", "write"]);
});

test("publisher - a new epoch follows the retained one, whatever sequence it begins with", async () => {
  const begin = (more: { sequence?: number; epoch?: number } = {}) =>
    publisher.publish({ user, service: SERVICE, count: 1, newEpoch: true, ...more });
  await say(3, 500, { epoch: 4 });
  expect(await begin()).toMatchObject({ kind: "published", event: { epoch: 5, sequence: 1n } });
  expect(await begin({ sequence: 7 })).toMatchObject({ event: { epoch: 6, sequence: 7n } });
  expect(await begin({ epoch: 9 })).toMatchObject({ kind: "refused", reason: "bad-epoch" });
});

test("publisher - outrun between read and write, it reads again and retries", async () => {
  await say(1, 1);
  let outruns = 0;
  const rival = async (): Promise<void> => {
    outruns += 1;
    await say(outruns, outruns + 1);
  };
  const slow = interposed(writer, async (target, request) => {
    if (target === subject && outruns < 3) await rival();
    return request();
  });
  const outcome = await createPublisher(slow).publish({ user, service: SERVICE, count: 9, sequence: 90 });
  expect(outcome).toMatchObject({ kind: "published", rounds: 4 });
  expect(await retained()).toMatchObject({ sequence: 90n });
});

test("publisher - an acknowledgement that is lost is found out by reading, and nothing is written twice", async () => {
  let lost = 0;
  const lossy = interposed(writer, async (target, request) => {
    const answer = await request();
    if (target !== subject || lost > 0) return answer;
    lost += 1;
    throw new BrokerError("timeout", target, "lost on the way");
  });
  const outcome = await createPublisher(lossy).publish({ user, service: SERVICE, count: 4 });
  expect(outcome).toMatchObject({ kind: "published", rounds: 2, event: { sequence: 1n } });
  expect(lost).toBe(1);
});

test("publisher - a message id the broker has seen, of a message that is gone, does not stop the event", async () => {
  await say(1, 5); // stored under an id that ends in its sequence and revision 0
  const administrator = await real.asAdministrator();
  const update = (config: object) =>
    administrator.request("$JS.API.STREAM.UPDATE.APPROVALS", JSON.stringify(config));
  const { config } = (await administrator.request("$JS.API.STREAM.INFO.APPROVALS")).json<{
    config: object;
  }>();
  await update({ ...config, max_age: 100_000_000, duplicate_window: 100_000_000 });
  await until(async () => (await retained()) === undefined);
  await update({ ...config, max_age: 0, duplicate_window: 120_000_000_000 });
  const seen = headers();
  seen.set("Nats-Msg-Id", `${SERVICE}:${user}:0:5:0`);
  await writer.request(`approvals.someone-else-${user}.${SERVICE}`, "{}", { headers: seen, timeout: 30_000 });
  expect(await say(1, 5)).toMatchObject({ kind: "published", rounds: 2 });
});

test("publisher - a broker that comes back within the deadline gets the event", async () => {
  await real.broker.kill();
  const outcome = say(6, 6);
  await real.broker.restart();
  expect(await outcome).toMatchObject({ kind: "published" });
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
});

test("publish - a broker that is down, and comes back within the deadline, gets the event", async () => {
  await real.broker.kill();
  const outcome = publish(oneShot(real.broker.port));
  await expect(publish({ ...oneShot(real.broker.port), deadlineMs: 300 })).rejects.toMatchObject({
    reason: "unreachable",
  });
  await real.broker.restart();
  expect(await outcome).toMatchObject({ kind: "published" });
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
    expect(await publish({ ...oneShot(port), requestTimeoutMs: 300 })).toMatchObject({ kind: "published" });
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
])("publisher - input is refused with the reason %s: %o", async (reason, wrong) => {
  const outcome = await publisher.publish({ user, service: SERVICE, count: 1, ...wrong });
  expect(outcome).toMatchObject({ kind: "refused", reason, rounds: 0 });
  expect(await retained()).toBeUndefined();
});

/** The connection, with something of ours between it and every request. */
function interposed(
  connection: NatsConnection,
  between: (
    subject: string,
    request: () => ReturnType<NatsConnection["request"]>,
  ) => ReturnType<NatsConnection["request"]>,
): NatsConnection {
  return new Proxy(connection, {
    get(target, name) {
      if (name === "request") {
        return (...args: Parameters<NatsConnection["request"]>) =>
          between(args[0], () => target.request(...args));
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
