import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type ApprovalEvent, formatEvent, parseEvent } from "../../main/contract/event.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import type { ServerKind } from "../../main/nats/server-version.ts";
import { createOutbox } from "../../main/publisher/outbox/open-outbox.ts";
import type { Delivered, Outbox } from "../../main/publisher/outbox/outbox-types.ts";
import { createPublisher, publish } from "../../main/publisher/publish.ts";
import { type RealBroker, realBroker, SERVICE, until } from "../nats/real-broker.ts";

/**
 * What writers do where an accepted write is no promise. The server here is a single one that is said to be in an old
 * cluster; the rival whose older event ends on top is one that does not compare. On a real cluster: test/chaos.
 */
let real: RealBroker;
beforeAll(async () => {
  real = await realBroker();
});
afterAll(() => real.dispose());

let users = 0;
let user: string;
let subject: string;
let directory: string;
const outboxes: Outbox[] = [];
beforeEach(async () => {
  user = `user-${++users}`;
  subject = `approvals.${user}.${SERVICE}`;
  directory = await mkdtemp(join(tmpdir(), "alrimi-look-"));
});
afterEach(async () => {
  await Promise.all(outboxes.splice(0).map((outbox) => outbox.close()));
  await rm(directory, { recursive: true, force: true });
});

const OLD: ServerKind = { version: "2.9.10", cluster: "old" };

/** A writer's connection to a server that says so of itself. Counts what is asked. */
async function connect(kind: ServerKind = OLD): Promise<{
  readonly connection: NatsConnection;
  readonly asked: () => readonly string[];
}> {
  const asked: string[] = [];
  const connection = new Proxy(await real.asWriter(), {
    get(target, name) {
      if (name === "info") return { ...target.info, ...kind };
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: readonly unknown[]) => {
        if (name === "request") asked.push(args[0] === subject ? "write" : "read");
        return value.apply(target, args) as unknown;
      };
    },
  });
  return { connection, asked: () => asked };
}

/** Puts an event there whatever is retained, as the rival of a fault does. */
async function overwrite(sequence: bigint): Promise<void> {
  const event: ApprovalEvent = {
    user,
    service: SERVICE,
    count: 1,
    occurredAt: 0,
    epoch: 0,
    sequence,
    generation: 0,
  };
  const writer = await real.asWriter();
  await writer.request(subject, formatEvent(event));
  await writer.close();
}

async function retained(): Promise<ApprovalEvent | undefined> {
  const writer = await real.asWriter();
  const message = await directGet(writer, "APPROVALS", subject);
  await writer.close();
  const event = parseEvent(subject, message?.data ?? new Uint8Array());
  return event.ok ? event.value : undefined;
}

async function outboxOver(
  connection: NatsConnection,
  onDelivered: (delivered: Delivered) => void = () => {},
) {
  const outbox = await createOutbox({
    directory,
    service: SERVICE,
    broker: async () => connection,
    onDelivered,
  });
  outboxes.push(outbox);
  return outbox;
}

test("second look - a publisher in an old cluster writes again over an older event, and then it is settled", async () => {
  const { connection } = await connect();
  const publisher = createPublisher(connection);
  expect(await publisher.publish({ user, service: SERVICE, count: 7, sequence: 7 })).toMatchObject({
    kind: "published",
  });
  await overwrite(6n);
  await publisher.settled();
  expect(await retained()).toMatchObject({ count: 7, sequence: 7n });
});

test("second look - an event without a sequence is written again at the place that it was given", async () => {
  const { connection } = await connect();
  const publisher = createPublisher(connection);
  await overwrite(6n);
  await publisher.publish({ user, service: SERVICE, count: 7 });
  await overwrite(6n);
  await publisher.settled();
  expect(await retained()).toMatchObject({ count: 7, sequence: 7n });
});

test("second look - what is retained, or newer, is left alone, with one read after the last of many writes", async () => {
  const { connection, asked } = await connect();
  const publisher = createPublisher(connection);
  for (const sequence of [1, 2, 3]) await publisher.publish({ user, service: SERVICE, count: 1, sequence });
  await publisher.settled();
  expect(asked()).toEqual(["read", "write", "write", "write", "read"]);
  await publisher.publish({ user, service: SERVICE, count: 1, sequence: 4 });
  await overwrite(9n);
  await publisher.settled();
  expect(await retained()).toMatchObject({ sequence: 9n });
});

test.each<[string, ServerKind]>([
  ["one server", { ...OLD, cluster: undefined }],
  ["a cluster of 2.10", { ...OLD, version: "2.10.0" }],
])("second look - with %s an accepted write is a promise, and nothing is read again", async (_what, kind) => {
  const { connection, asked } = await connect(kind);
  const publisher = createPublisher(connection);
  await publisher.publish({ user, service: SERVICE, count: 7, sequence: 7 });
  await publisher.settled();
  const outbox = await outboxOver(connection);
  outbox.submit({ user, count: 8, sequence: 8 });
  await outbox.flush();
  expect(asked()).toEqual(["read", "write", "read", "write"]);
});

test("second look - a broker that is away at that moment is asked when it is back", async () => {
  const { connection, asked } = await connect();
  const publisher = createPublisher(connection, { deadlineMs: 200, requestTimeoutMs: 200 });
  await publisher.publish({ user, service: SERVICE, count: 7, sequence: 7 });
  await overwrite(6n);
  real.broker.freeze();
  const looks = asked().length;
  const settled = publisher.settled();
  try {
    await until(() => asked().length >= looks + 2, 20_000); // one look is over, and another has begun
  } finally {
    real.broker.thaw();
  }
  await settled;
  expect(await retained()).toMatchObject({ sequence: 7n });
});

test("second look - a closed connection settles a publisher at once", async () => {
  const { connection } = await connect();
  const publisher = createPublisher(connection);
  await publisher.publish({ user, service: SERVICE, count: 7, sequence: 7 });
  await connection.close();
  await publisher.settled();
});

test("second look - a single publish in an old cluster ends when it has looked, and tells what it did", async () => {
  const login = { servers: [await real.saidToBe(OLD)], username: SERVICE, password: `${SERVICE}-password` };
  const told = publish({ ...login, user, service: SERVICE, count: 7, sequence: 7 });
  await until(async () => (await retained()) !== undefined);
  await overwrite(6n);
  expect(await told).toMatchObject({ kind: "published", event: { sequence: 7n } });
  expect(await retained()).toMatchObject({ sequence: 7n });
});

test("second look - an outbox tells an event as delivered when it is seen to stay", async () => {
  const { connection } = await connect();
  const delivered: Delivered[] = [];
  const outbox = await outboxOver(connection, (each) => delivered.push(each));
  outbox.submit({ user, count: 7, sequence: 7 });
  await until(async () => (await retained()) !== undefined);
  await overwrite(6n);
  expect(delivered).toEqual([]);
  expect(await outbox.flush()).toBe(true);
  expect(await retained()).toMatchObject({ count: 7, sequence: 7n });
  expect(delivered).toMatchObject([{ kind: "published", event: { sequence: 7n } }]);
  expect(outbox.stats()).toMatchObject({ waiting: 0, delivered: 1, outdated: 0, failures: 0 });
});

test("second look - a newer event does not wait for the look at the one before", async () => {
  const { connection } = await connect();
  const delivered: Delivered[] = [];
  const outbox = await outboxOver(connection, (each) => delivered.push(each));
  outbox.submit({ user, count: 1, sequence: 1 });
  await until(async () => (await retained())?.sequence === 1n);
  outbox.submit({ user, count: 2, sequence: 2 });
  await until(async () => (await retained())?.sequence === 2n, 900);
  expect(delivered).toEqual([]);
  await outbox.flush();
  expect(delivered).toMatchObject([{ kind: "published", event: { sequence: 2n } }]);
});

test("second look - of an outbox that is closed before it, the next start looks", async () => {
  const outbox = await outboxOver((await connect()).connection);
  outbox.submit({ user, count: 7, sequence: 7 });
  await until(async () => (await retained()) !== undefined);
  await overwrite(6n);
  await outbox.close();
  expect(await retained()).toMatchObject({ sequence: 6n });
  const again = await outboxOver((await connect()).connection);
  await again.flush();
  expect(await retained()).toMatchObject({ count: 7, sequence: 7n });
});
