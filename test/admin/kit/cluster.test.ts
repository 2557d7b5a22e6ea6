import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heartbeatInfo } from "../../../main/admin/heartbeat.ts";
import { provision } from "../../../main/admin/provision.ts";
import type { Trial } from "../../../main/admin/trial/trial.ts";
import { directGet } from "../../../main/nats/jetstream.ts";
import { createPublisher } from "../../../main/publisher/publish.ts";
import { ADMINISTRATOR, connectTo, ME, SERVICE, trialOn } from "./ways.ts";

const me = { role: "app", id: ME } as const;
const writer = { role: "writer", id: SERVICE } as const;
const MINE = `approvals.hong%2Egd.${SERVICE}`;

describe.each(["nkey", "jwt"] as const)("three servers with TLS and %s credentials", (credentials) => {
  let folder: string;
  let trial: Trial;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alrimi-cluster-"));
    trial = await trialOn(folder, { nodes: 3, credentials, holders: [me, writer] });
  });
  afterAll(async () => {
    await trial?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("cluster - whichever server an app is at, it hears the heartbeat, which is kept as often as the stream", async () => {
    const administrator = await connectTo(trial, ADMINISTRATOR);
    const heard = trial.servers.map(() => 0);
    const apps = await Promise.all(
      trial.servers.map((server) => connectTo(trial, me, { servers: [server] })),
    );
    for (const [index, app] of apps.entries()) {
      app.subscribe("alrimi.heartbeat", { callback: () => (heard[index] = (heard[index] ?? 0) + 1) });
      await app.flush();
    }
    await provision(administrator, { heartbeatInterval: 200 });
    await expect.poll(() => heard.every((times) => times > 2)).toBe(true);
    const info = (await heartbeatInfo(administrator)) as { cluster?: { replicas?: unknown[] } } | undefined;
    expect(info?.cluster?.replicas).toHaveLength(2);
    await Promise.all([administrator, ...apps].map((connection) => connection.close()));
  });

  test("cluster - whichever server an app and a service are at, the event is heard and read", async () => {
    const apps = await Promise.all(
      trial.servers.map((server) => connectTo(trial, me, { servers: [server] })),
    );
    const heard = apps.map(() => [] as number[]);
    for (const [index, app] of apps.entries()) {
      app.subscribe("approvals.hong%2Egd.*", {
        callback: (_error, message) => heard[index]?.push(message.json<{ count: number }>().count),
      });
      await app.flush();
    }
    const counts: number[] = [];
    for (const [index, server] of trial.servers.entries()) {
      const service = await connectTo(trial, writer, { servers: [server] });
      const outcome = await createPublisher(service).publish({
        user: ME,
        service: SERVICE,
        count: index + 1,
      });
      expect(["kept", "stored"]).toContain(outcome.outcome);
      counts.push(index + 1);
      await expect.poll(() => heard).toEqual(apps.map(() => counts));
      await service.close();
    }
    for (const app of apps) {
      await expect // a copy may be a moment behind its leader
        .poll(async () => new TextDecoder().decode((await directGet(app, "APPROVALS", MINE))?.data))
        .toContain('"count":3');
      await app.close();
    }
  });
});
