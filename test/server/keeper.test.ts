import { setTimeout as sleep } from "node:timers/promises";
import { headers } from "nats";
import { afterEach, beforeEach, expect, test } from "vitest";
import { putCatalog } from "../../main/admin/catalog.ts";
import { parseEvent } from "../../main/contract/event.ts";
import { type Outcome, parseOutcome } from "../../main/contract/intake.ts";
import { parseKeeperHeartbeat } from "../../main/contract/keeper-heartbeat.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { bytesOf, wireOf } from "../contract/events.ts";
import { OTHER_SERVICE, type RealBroker, realBroker, SERVICE, USER } from "../nats/real-broker.ts";

let real: RealBroker;
let writer: NatsConnection;

beforeEach(async () => {
  real = await realBroker({ withoutKeeper: true });
  writer = await real.asWriter();
});
afterEach(() => real.dispose());

/** Collects what a service hears of its events. */
async function outcomesOf(connection: NatsConnection, service = SERVICE): Promise<readonly Outcome[]> {
  const heard: Outcome[] = [];
  connection.subscribe(`outcome.${service}`, {
    callback: (_, { data }) => {
      const outcome = parseOutcome(data);
      if (outcome.ok) heard.push(outcome.value);
    },
  });
  await connection.flush();
  return heard;
}

const send = (fields: unknown): Promise<unknown> => writer.request(`intake.${SERVICE}`, bytesOf(fields));

async function retained(user = USER, service = SERVICE) {
  const keeper = await real.asKeeper();
  const subject = `approvals.${user.replaceAll(".", "%2E")}.${service}`;
  const message = await directGet(keeper, "APPROVALS", subject);
  const event = parseEvent(subject, message?.data ?? new Uint8Array());
  return event.ok ? event.value : undefined;
}

test("keeper - a service sends one plain message, and its person's app reads the newest", async () => {
  const heard = await outcomesOf(writer);
  real.startKeeper();
  for (const sequence of [1, 3, 2, 3]) await send(wireOf({ sequence, count: sequence, colour: "unknown" }));
  await expect.poll(() => heard.length).toBe(4);
  expect(heard.map(({ outcome }) => outcome).sort()).toEqual(["kept", "kept", "kept", "older"]);
  const app = await real.asApp(USER);
  const message = await directGet(app, "APPROVALS", `approvals.hong%2Egd.${SERVICE}`);
  expect(JSON.parse(Buffer.from(message?.data ?? []).toString())).toEqual({
    service: SERVICE,
    user: USER,
    count: 3,
    occurredAt: "2026-11-22T05:00:00.000Z",
    sequence: 3,
  });
});

test("keeper - what waited while there was no keeper is kept as soon as there is one", async () => {
  await send(wireOf({ count: 5 }));
  expect(await retained()).toBeUndefined();
  real.startKeeper();
  await expect.poll(async () => (await retained())?.count).toBe(5);
});

test("keeper - what cannot be read is refused, told to its service alone, and erases nothing", async () => {
  const heard = await outcomesOf(writer);
  const other = await outcomesOf(await real.asWriter(OTHER_SERVICE), OTHER_SERVICE);
  real.startKeeper();
  await send(wireOf({ count: 5 }));
  await send("no event");
  await expect.poll(() => heard.length).toBe(2);
  expect(heard).toContainEqual(expect.objectContaining({ outcome: "refused", reason: "not-json" }));
  expect((await retained())?.count).toBe(5);
  const refused = await directGet(writer, "REFUSED", `refused.${SERVICE}`);
  expect(JSON.parse(Buffer.from(refused?.data ?? []).toString())).toMatchObject({
    reason: "not-json",
    payload: "no event",
  });
  expect(other).toEqual([]);
});

test("keeper - a message with hostile headers is an event like any other", async () => {
  real.startKeeper();
  const raw = writer as unknown as { protocol: { sendCommand(line: string, ...data: Uint8Array[]): void } };
  const payload = JSON.stringify(wireOf({ count: 6 }));
  for (const head of [
    "NATS/1.0 503\r\n\r\n",
    "NATS/1.0 404 No Messages\r\n\r\n",
    "NATS/1.0\r\nbroken\r\n\r\n",
    `NATS/1.0\r\nNats-Subject: approvals.x.y\r\nNats-Expected-Last-Subject-Sequence: 0\r\n\r\n`,
  ]) {
    const body = `${head}${payload}\r\n`;
    raw.protocol.sendCommand(
      `HPUB intake.${SERVICE} ${Buffer.byteLength(head)} ${Buffer.byteLength(head + payload)}\r\n`,
      Buffer.from(body),
    );
  }
  await expect.poll(async () => (await retained())?.count).toBe(6);
  await send(wireOf({ sequence: 8, count: 7 }));
  await expect.poll(async () => (await retained())?.count).toBe(7);
});

test("keeper - of two keepers one works, and the other goes on when it stops", async () => {
  const [one, two] = [real.startKeeper(), real.startKeeper()];
  await expect.poll(() => [one, two].filter(({ isActive }) => isActive).length).toBe(1);
  await send(wireOf({ sequence: 1, count: 1 }));
  await expect.poll(async () => (await retained())?.count).toBe(1);
  const [active, waiting] = one.isActive ? [one, two] : [two, one];
  await active.stop();
  await send(wireOf({ sequence: 2, count: 2 }));
  await expect.poll(async () => (await retained())?.count).toBe(2);
  expect(waiting.isActive).toBe(true);
});

test("keeper - it goes on after the broker was killed", async () => {
  real.startKeeper();
  await send(wireOf({ sequence: 1, count: 1 }));
  await expect.poll(async () => (await retained())?.count).toBe(1);
  await real.broker.kill();
  await real.broker.restart();
  await expect
    .poll(() =>
      send(wireOf({ sequence: 2, count: 2 })).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect.poll(async () => (await retained().catch(() => undefined))?.count).toBe(2);
});

test("keeper - a broker that is killed while events are in work does not end the server, and none is lost", async () => {
  const server = real.startKeeper();
  await expect.poll(() => server.isActive).toBe(true);
  const users = Array.from({ length: 500 }, (_, index) => `person-${index}`);
  const sent = users.map((user) => send(wireOf({ user })).then(() => user));
  sent.push(...users.map(() => send("no event").then(() => "")));
  await Promise.any(sent); // some are in work now
  await real.broker.kill();
  const results = await Promise.allSettled(sent);
  const acknowledged = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  await real.broker.restart();
  const keeper = await real.asKeeper();
  for (const user of acknowledged.filter((id) => id !== "")) {
    await expect
      .poll(() => directGet(keeper, "APPROVALS", `approvals.${user}.${SERVICE}`).catch(() => undefined))
      .toBeDefined();
  }
  expect(server.isConnected).toBe(true);
});

test("keeper - apps hear that it lives and that nothing waits", async () => {
  const app = await real.asApp(USER);
  const heard: unknown[] = [];
  app.subscribe("alrimi.keeper", { callback: (_, { data }) => void heard.push(parseKeeperHeartbeat(data)) });
  await app.flush();
  real.startKeeper();
  await expect.poll(() => heard.at(-1)).toMatchObject({ isActive: true, oldestWaiting: 0, waiting: 0 });
});

test("keeper - a raised generation makes a poisoned count newer again", async () => {
  real.startKeeper();
  const poison = { epoch: 2 ** 31 - 1, sequence: "9223372036854775807", count: 999 };
  await send(wireOf(poison));
  await expect.poll(async () => (await retained())?.count).toBe(999);
  await send(wireOf({ sequence: 1, count: 1 }));
  const administrator = await real.asAdministrator();
  const service = { id: SERVICE, name: { ko: "휴가" }, url: "https://hr.example.com/", generation: 1 };
  const put = await putCatalog(administrator, bytesOf({ services: [service] }), { allowedOrigins: [] });
  expect(put.kind).toBe("stored");
  await expect
    .poll(async () => {
      await send(wireOf({ sequence: 2, count: 2 }));
      return (await retained())?.count;
    })
    .toBe(2);
  expect(await retained()).toMatchObject({ generation: 1, sequence: 2n });
});

test("keeper - a message id that one service sends does not make the broker drop another service's event", async () => {
  const other = await real.asWriter(OTHER_SERVICE);
  const heard = await outcomesOf(other, OTHER_SERVICE);
  real.startKeeper();
  const id = headers();
  id.set("Nats-Msg-Id", "17");
  await writer.request(`intake.${SERVICE}`, bytesOf(wireOf({ sequence: 17 })), {
    headers: id,
    timeout: 30_000,
  });
  await sleep(500);
  const event = bytesOf(wireOf({ service: OTHER_SERVICE, sequence: 17, count: 4 }));
  const answer = await other.request(`intake.${OTHER_SERVICE}`, event, { headers: id, timeout: 30_000 });
  expect(answer.json()).not.toHaveProperty("duplicate");
  await expect.poll(() => heard.map(({ outcome }) => outcome)).toEqual(["kept"]);
});
