import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBroker } from "../../../main/admin/embedded-broker.ts";
import { createKit, openKit, savePlan } from "../../../main/admin/kit/kit.ts";
import { mint } from "../../../main/admin/kit/mint.ts";
import { revoke } from "../../../main/admin/kit/users.ts";
import { runHere } from "../../command/run-here.ts";
import { loginOf, mqttClient, onFreePort } from "./mqtt-broker.ts";
import { SERVICE, trialOn } from "./ways.ts";

const writer = { role: "writer", id: SERVICE } as const;
const EVENT = { service: SERVICE, user: "hong.gd", count: 3, occurredAt: "2026-11-22T14:00:00+09:00" };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-mqtt-kit-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("mqtt - with TLS each of three servers takes events and tells their outcomes, until the service is revoked", async () => {
  const { trial, port } = await onFreePort(async (mqttPort) => ({
    port: mqttPort,
    trial: await trialOn(join(folder, "cluster"), { nodes: 3, mqttPort, holders: [writer] }),
  }));
  try {
    const login = await loginOf(trial, SERVICE);
    const tls = { protocol: "mqtts" as const, ca: await readFile(trial.caFile ?? "") };
    for (const [index] of trial.nodes.entries()) {
      await expect(mqttClient(port + index, login, { ...tls, ca: "" })).rejects.toThrow(/certificate/);
      const client = await mqttClient(port + index, login, tls);
      await client.subscribeAsync(`outcome/${SERVICE}`);
      const heard = new Promise<string>((resolve) => {
        client.once("message", (_topic, told) => resolve(told.toString()));
      });
      await client.publishAsync(`intake/${SERVICE}`, JSON.stringify({ ...EVENT, sequence: index }), {
        qos: 1,
      });
      expect(JSON.parse(await heard)).toMatchObject({ outcome: "kept", sequence: String(index) });
      await client.endAsync();
    }
    const stays = await mqttClient(port, login, tls);
    const ended = new Promise<void>((resolve) => stays.once("close", () => resolve()));
    await revoke(trial.kit, [writer]);
    trial.reload();
    await ended;
    await expect(mqttClient(port, login, tls)).rejects.toMatchObject({ code: 5 });
  } finally {
    await trial.stop();
  }
});

test("mqtt - an acknowledgement does not say that the event is stored: it comes without a stream as well", async () => {
  const login = { username: SERVICE, password: "password" };
  const { broker, port } = await onFreePort(async (mqttPort) => ({
    port: mqttPort,
    broker: await startBroker({
      dataDir: join(folder, "bare"),
      config: {
        administrator: { username: "administrator", password: "password" },
        ...{ writers: [], apps: [] },
        mqtt: { port: mqttPort, writers: [{ service: SERVICE, ...login }] },
      },
    }),
  }));
  try {
    const client = await mqttClient(port, login);
    await client.publishAsync(`intake/${SERVICE}`, "{}", { qos: 1 });
    await client.endAsync();
  } finally {
    await broker.stop();
  }
});

test("mqtt - a kit gets its port later, then the services their logins, and no longer without a port", async () => {
  const kit = join(folder, "later");
  const config = async (...more: string[]): Promise<void> => {
    const told = await runHere(["broker", "config", "--out", kit, ...more, "--json"], { LC_ALL: "C" });
    expect(told).toMatchObject({ code: 0 });
  };
  const accounts = (): Promise<string> => readFile(join(kit, "servers/alrimi-1/accounts.conf"), "utf8");
  const server = (): Promise<string> => readFile(join(kit, "servers/alrimi-1/nats-server.conf"), "utf8");
  await config("--writer", SERVICE);
  expect([await accounts(), await server()].join("")).not.toMatch(/MQTT|mqtt/);
  await config("--writer", SERVICE, "--mqtt-port", "8883");
  expect(await accounts()).toContain("# MQTT");
  expect(await server()).toMatch(/mqtt: \{\n {2}listen: "0\.0\.0\.0:8883"\n {2}tls: \{/);
  expect((await openKit(kit)).issued.map(({ role }) => role)).toEqual([
    ...["administrator", "keeper", "writer", "mqtt"],
  ]);
  expect(existsSync(join(kit, "users", `mqtt-${SERVICE}.jwt`))).toBe(true);
  const { revoked } = await revoke(kit, [writer]);
  expect(revoked).toBe(2);
  await config("--mqtt-port", "0");
  expect([await accounts(), await server()].join("")).not.toMatch(/MQTT|mqtt/);
  expect((await mint(kit, [writer])).minted.map(({ role }) => role)).not.toContain("mqtt");
});

test("mqtt - a kit with nkeys has none", async () => {
  const kit = join(folder, "nkey");
  const server = {
    ...{ name: "one", host: "127.0.0.1", listen: "127.0.0.1", clientPort: 4222, clusterPort: 6222 },
    ...{ monitorPort: null, storeDir: "/var/lib/nats", tlsDir: null },
  };
  const input = { credentials: "nkey", cluster: "c", maxFileBytes: 1024 ** 2 } as const;
  const withPort = { ...input, servers: [{ ...server, mqttPort: 8883 }] };
  await expect(createKit(kit, withPort)).rejects.toMatchObject({ reason: "mqtt-needs-jwt" });
  expect(existsSync(kit)).toBe(false);
  const plan = await createKit(kit, { ...input, servers: [server] });
  await expect(savePlan(kit, { ...plan, servers: withPort.servers })).rejects.toMatchObject({
    reason: "mqtt-needs-jwt",
  });
});
