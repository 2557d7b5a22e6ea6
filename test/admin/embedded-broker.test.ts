import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readlink, realpath, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "../../build/is-alive.ts";
import { type EmbeddedConfig, startBroker } from "../../main/admin/embedded-broker.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { realBroker, SERVICE, until } from "../nats/real-broker.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-embedded-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const config: EmbeddedConfig = { administrator: { username: "a", password: "a" }, writers: [], apps: [] };

test("embedded broker - it serves once started, and no process is left once stopped", async () => {
  const broker = await startBroker({ dataDir: folder, config });
  const { pid } = broker;
  await (await connectBroker({ servers: [broker.url], username: "a", password: "a" })).close();
  expect(isAlive(pid ?? 0)).toBe(true);
  await broker.stop();
  expect(isAlive(pid ?? 0)).toBe(false);
  expect(broker.pid).toBeUndefined();
  await broker.stop();
});

test.runIf(process.platform === "linux")(
  "embedded broker - the server works in its own folder and not in ours",
  async () => {
    const broker = await startBroker({ dataDir: folder, config });
    expect(await readlink(`/proc/${broker.pid}/cwd`)).toBe(await realpath(folder));
    await broker.stop();
  },
);

test("embedded broker - killed and restarted, it has the same port and what was stored", async () => {
  await using real = await realBroker();
  const publisher = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  const event = { user: "u", service: SERVICE, count: 2, sequence: 7, occurredAt: 1_000 };
  await publisher.publish(event);
  const { port } = real.broker;
  await real.broker.kill();
  await real.broker.restart();
  expect(real.broker.port).toBe(port);
  expect(await publisher.publish(event)).toMatchObject({ outcome: "kept", reason: "duplicate" });
});

test("embedded broker - a frozen one answers nothing until it is thawed, and can be stopped frozen", async () => {
  const broker = await startBroker({ dataDir: folder, config });
  const connection = await connectBroker({ servers: [broker.url], username: "a", password: "a" });
  broker.freeze();
  let answered = false;
  const flushed = connection.flush().then(() => {
    answered = true;
  });
  await expect(
    connectBroker({ servers: [broker.url], username: "a", password: "a", timeoutMs: 100 }),
  ).rejects.toMatchObject({ reason: "timeout" });
  expect(answered).toBe(false);
  broker.thaw();
  await flushed;
  await connection.close();
  broker.freeze();
  await broker.stop();
});

test("embedded broker - another configuration is taken over by the running server", async () => {
  const broker = await startBroker({ dataDir: folder, config });
  const { pid } = broker;
  await broker.reconfigure({ ...config, administrator: { username: "a", password: "b" } });
  const login = { servers: [broker.url], username: "a", password: "b", reconnect: false };
  await until(async () => {
    const connection = await connectBroker(login).catch(() => undefined);
    await connection?.close();
    return connection !== undefined;
  });
  expect(broker.pid).toBe(pid);
  await broker.stop();
});

test("embedded broker - a configuration that the server refuses is told in the server's words", async () => {
  await expect(startBroker({ dataDir: folder, config: "jetstream: { nonsense: 1 }" })).rejects.toThrow(
    "nonsense",
  );
});

test("embedded broker - a port that another process keeps is told after some tries", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  await expect(startBroker({ dataDir: folder, config, port })).rejects.toThrow("address already in use");
  other.close();
});

test("embedded broker - without nats-server the message says what to install", async () => {
  await expect(startBroker({ dataDir: folder, config, binary: join(folder, "nats-server") })).rejects.toThrow(
    "nats-server is not installed: apt-get install nats-server",
  );
});

test.skipIf(process.platform !== "linux")(
  "embedded broker - it ends even when its host is killed",
  async () => {
    const source = new URL("../../main/admin/embedded-broker.ts", import.meta.url).href;
    const program = `
    import(${JSON.stringify(source)}).then(async ({ startBroker }) => {
      const broker = await startBroker(${JSON.stringify({ dataDir: folder, config })});
      process.stdout.write(String(broker.pid));
      setInterval(() => {}, 1000);
    });`;
    const host = spawn(process.execPath, ["--import", "tsx", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [chunk] = (await once(host.stdout, "data")) as [Buffer];
    const pid = Number(chunk.toString());
    expect(isAlive(pid ?? 0)).toBe(true);
    host.kill("SIGKILL");
    await until(() => !isAlive(pid ?? 0));
  },
);
