import { afterEach, beforeEach, expect, test } from "vitest";
import { provision } from "../../main/admin/provision.ts";
import { parseKeeperHeartbeat } from "../../main/contract/keeper-heartbeat.ts";
import { INTAKE_STREAM, STREAMS } from "../../main/contract/streams.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import { askJetStream, directGet } from "../../main/nats/jetstream.ts";
import { KEEPER_API, streamApi } from "../../main/nats/jetstream-api.ts";
import { bytesOf, wireOf } from "../contract/events.ts";
import { CONFIG, type RealBroker, realBroker, SERVICE, USER } from "../nats/real-broker.ts";

let real: RealBroker;
afterEach(() => real.dispose());
let administrator: NatsConnection;
let writer: NatsConnection;

beforeEach(async () => {
  real = await realBroker({ bare: true });
  administrator = await real.asAdministrator();
  writer = await real.asWriter();
});

const send = async (fields: unknown) => askJetStream(writer, `intake.${SERVICE}`, bytesOf(fields));

/** Changes settings of a stream as an administrator may. */
async function update(stream: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  const settings = STREAMS.find(({ name }) => name === stream);
  const config = JSON.stringify({ ...settings, ...change });
  expect(await askJetStream(administrator, streamApi(stream).update, config)).toMatchObject({ ok: true });
}

async function retained(): Promise<number | undefined> {
  const app = await real.asApp(USER);
  const message = await directGet(app, "APPROVALS", `approvals.hong%2Egd.${SERVICE}`);
  await app.close();
  return (JSON.parse(Buffer.from(message?.data ?? []).toString() || "{}") as { count?: number }).count;
}

test("keeper - a full intake refuses what does not fit, says so, and keeps what it has", async () => {
  await provision(administrator);
  await update("INTAKE", { max_msgs: 3 });
  for (const sequence of [1, 2, 3]) expect((await send(wireOf({ sequence, count: sequence }))).ok).toBe(true);
  expect(await send(wireOf({ sequence: 4, count: 4 }))).toMatchObject({
    ok: false,
    error: { description: "maximum messages exceeded" },
  });
  real.startKeeper();
  await expect.poll(retained).toBe(3);
  await expect.poll(async () => (await send(wireOf({ sequence: 5, count: 5 }))).ok).toBe(true);
  await expect.poll(retained).toBe(5);
});

test("keeper - what the broker does not store for a while is kept afterwards, in few lines of the log", async () => {
  await provision(administrator);
  await send(wireOf({ sequence: 1, count: 1 }));
  const log: string[] = [];
  real.startKeeper((line) => log.push(line));
  await expect.poll(retained).toBe(1);
  await update("APPROVALS", { max_msg_size: 10 });
  const users = Array.from({ length: 50 }, (_, index) => `person-${index}`);
  for (const user of users) await send(wireOf({ user }));
  await send(wireOf({ sequence: 2, count: 2 }));
  await expect.poll(() => log.filter((line) => line.includes("come again")).length).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 2_500)); // they come again twice
  expect(log.filter((line) => line.includes("come again"))).toHaveLength(1);
  expect(log.join("\n")).not.toContain("person-");
  await update("APPROVALS", {});
  await expect.poll(retained).toBe(2);
  const keeper = await real.asKeeper();
  for (const user of users) {
    await expect.poll(() => directGet(keeper, "APPROVALS", `approvals.${user}.${SERVICE}`)).toBeDefined();
  }
});

test("keeper - an event that grows in JSON is refused and does not stay in the intake", async () => {
  await provision(administrator);
  real.startKeeper();
  await send("\u0001".repeat(9 * 1024));
  const waiting = async (): Promise<unknown> => {
    const answer = await askJetStream(administrator, streamApi("INTAKE").info, "");
    return answer.ok ? (answer.fields["state"] as { messages: number }).messages : answer.error;
  };
  await expect.poll(() => directGet(writer, "REFUSED", `refused.${SERVICE}`)).toBeDefined();
  await expect.poll(waiting).toBe(0);
});

test("keeper - what was kept is written again after the stream was lost", async () => {
  await provision(administrator);
  real.startKeeper();
  await send(wireOf({ sequence: 7, count: 7 }));
  await expect.poll(retained).toBe(7);
  // Another subject's message pushes it out, as after a stream that was made anew.
  await update("APPROVALS", { max_msgs: 1 });
  await send(wireOf({ user: "kim.ys" }));
  await expect.poll(retained).toBeUndefined();
  await update("APPROVALS", { max_msgs: -1 });
  await expect
    .poll(async () => {
      await send(wireOf({ sequence: 7, count: 7 }));
      return retained();
    })
    .toBe(7);
});

test("keeper - a connection that the broker closes is dialled again, also after its login was refused for a while", async () => {
  await provision(administrator);
  const server = real.startKeeper();
  await send(wireOf({ sequence: 1, count: 1 }));
  await expect.poll(retained).toBe(1);
  await real.broker.reconfigure({ ...CONFIG, keeper: { username: "keeper", password: "another" } });
  await expect.poll(() => server.isConnected).toBe(false);
  await send(wireOf({ sequence: 2, count: 2 }));
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // a few dials are refused
  expect([await retained(), server.isConnected, server.isActive]).toEqual([1, false, false]);
  await real.broker.reconfigure(CONFIG);
  await expect.poll(retained).toBe(2);
});

test("keeper - at a broker that says nothing any more it gives up the connection", async () => {
  await provision(administrator);
  const server = real.startKeeper();
  await expect.poll(() => server.isActive).toBe(true);
  real.broker.freeze();
  await expect.poll(() => server.isActive).toBe(false);
  await expect.poll(() => server.isConnected).toBe(false);
  real.broker.thaw();
  await expect
    .poll(async () => (await send(wireOf({ count: 3 })).catch(() => ({ ok: false }))).ok)
    .toBe(true);
  await expect.poll(retained).toBe(3);
});

test("keeper - without its consumer it does not say that it works", async () => {
  // Without the intake's stream it cannot make the consumer either.
  for (const settings of STREAMS.filter(({ name }) => name !== INTAKE_STREAM)) {
    const made = await askJetStream(administrator, streamApi(settings.name).create, JSON.stringify(settings));
    expect(made.ok).toBe(true);
  }
  const app = await real.asApp(USER);
  const heard: (boolean | undefined)[] = [];
  app.subscribe("alrimi.keeper", {
    callback: (_, { data }) => void heard.push(parseKeeperHeartbeat(data)?.isActive),
  });
  await app.flush();
  const server = real.startKeeper();
  await expect.poll(() => server.isActive).toBe(true);
  await expect.poll(() => server.heartbeat?.isActive).toBe(false);
  await expect.poll(() => heard.at(-1)).toBe(false);
  await provision(administrator);
  await send(wireOf({ count: 4 }));
  await expect.poll(retained).toBe(4);
  expect(server.heartbeat?.isActive).toBe(true);
});

test("keeper - a consumer that the broker has lost is made anew, and what was sent meanwhile is kept", async () => {
  await provision(administrator);
  const log: string[] = [];
  real.startKeeper((line) => log.push(line));
  await send(wireOf({ sequence: 1, count: 1 }));
  await expect.poll(retained).toBe(1);
  const keeper = await real.asKeeper();
  expect(await askJetStream(keeper, KEEPER_API.remove, "")).toMatchObject({ ok: true });
  await send(wireOf({ sequence: 2, count: 2 }));
  await expect.poll(retained).toBe(2);
  expect(log).toContain("keeper: the broker has lost the consumer of its intake; it was made anew");
});
