import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { NatsConnection } from "nats";
import { brokerConfig } from "../../../main/admin/broker-config.ts";
import { type EmbeddedBroker, startBroker } from "../../../main/admin/embedded-broker.ts";
import { provision } from "../../../main/admin/provision.ts";
import { findProgram } from "../../../main/admin/server-process.ts";
import { APPROVALS_STREAM, CATALOG_STREAM } from "../../../main/contract/streams.ts";
import { CATALOG_SUBJECT } from "../../../main/contract/subject.ts";
import { BrokerError } from "../../../main/nats/broker-error.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { directGetSubject, streamApi } from "../../../main/nats/jetstream-api.ts";
import { ADMINISTRATOR_INBOX } from "../../../main/nats/permissions.ts";
import { CATALOG, companyLogins, passwordOf } from "./company.ts";
import { cpuOf, memoryOf, monotonic, sumOf } from "./process-figures.ts";
import { type SlowServer, slowServer } from "./slow-server.ts";

const PATIENCE = 60_000;

/** One server, or a cluster of three that keeps every stream three times; all on the loopback. */
export class Brokers {
  /** Milliseconds from the start of the first server until all accept connections: the configuration is read then. */
  readonly startTime: number;
  readonly #nodes: readonly EmbeddedBroker[];
  readonly #slow: SlowServer | undefined;
  readonly #folder: string;

  private constructor(
    nodes: readonly EmbeddedBroker[],
    slow: SlowServer | undefined,
    folder: string,
    startTime: number,
  ) {
    this.#nodes = nodes;
    this.#slow = slow;
    this.#folder = folder;
    this.startTime = startTime;
  }

  /** @param options `cores`: what all servers together may use of the processor; default: all */
  static async start(
    nodes: number,
    people: number,
    {
      binary = findProgram("nats-server") ?? "nats-server",
      cores,
    }: { binary?: string; cores?: number | undefined } = {},
  ): Promise<Brokers> {
    const folder = await mkdtemp(join(tmpdir(), "alrimi-crowd-"));
    const logins = companyLogins(people);
    const first = randomInt(10_000, 29_000);
    const routes = Array.from({ length: nodes }, (_, node) => `nats://127.0.0.1:${first + 10 + node}`);
    const slow = cores === undefined ? undefined : await slowServer(binary, cores, folder);
    const from = monotonic();
    const servers = await Promise.all(
      routes.map((_, node) => {
        const dataDir = join(folder, `n${node + 1}`);
        const storeDir = join(dataDir, "streams");
        const single = brokerConfig({ port: first + node, serverName: `n${node + 1}`, storeDir, ...logins });
        const cluster = `cluster: { name: crowd, host: "127.0.0.1", port: ${first + 10 + node}, routes: ${JSON.stringify(routes)} }\n`;
        return startBroker({
          dataDir,
          binary: slow?.binary ?? binary,
          port: first + node,
          config: nodes === 1 ? single : single + cluster,
          readyTimeoutMs: PATIENCE,
        });
      }),
    );
    const brokers = new Brokers(servers, slow, folder, monotonic() - from);
    try {
      await brokers.#asAdministrator(async (connection) => {
        await patiently(() => provision(connection, { replicas: nodes }));
        await patiently(() => connection.request(CATALOG_SUBJECT, CATALOG, { timeout: 5_000 }));
      });
    } catch (error) {
      await brokers.dispose();
      throw error;
    }
    return brokers;
  }

  get all(): readonly number[] {
    return this.#nodes.map((_, node) => node);
  }

  get ports(): readonly number[] {
    return this.#nodes.map(({ port }) => port);
  }

  get urls(): readonly string[] {
    return this.#nodes.map(({ url }) => url);
  }

  /** Milliseconds of processor time since the running servers were started. */
  cpu(): number {
    return sumOf(this.#nodes, ({ pid }) => (pid === undefined ? 0 : cpuOf(pid)));
  }

  /** KiB, all servers together. */
  memory(): { readonly now: number; readonly peak: number } {
    const each = this.#nodes.flatMap(({ pid }) => (pid === undefined ? [] : [memoryOf(pid)]));
    return { now: sumOf(each, ({ now }) => now), peak: sumOf(each, ({ peak }) => peak) };
  }

  async kill(nodes: readonly number[]): Promise<void> {
    await Promise.all(nodes.map((node) => this.#nodes[node]?.kill()));
  }

  /** Resolves when they accept connections. */
  async restart(nodes: readonly number[]): Promise<void> {
    await Promise.all(nodes.map((node) => this.#nodes[node]?.restart()));
  }

  /**
   * Resolves when both streams of the apps are served. A cluster that was started as a whole accepts connections long
   * before it has elected who does.
   */
  async untilServing(): Promise<void> {
    await this.#asAdministrator(async (connection) => {
      for (const subject of [
        directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT),
        streamApi(APPROVALS_STREAM).info,
      ])
        await patiently(async () => {
          const answer = await connection.request(subject, undefined, { timeout: 5_000 });
          if (answer.headers?.code) throw new Error(answer.headers.status);
          const { error, cluster } = answer.json<{ error?: object; cluster?: { leader?: string } }>();
          const isWithoutLeader = this.#nodes.length > 1 && subject.includes("INFO") && !cluster?.leader;
          if (error !== undefined || isWithoutLeader) throw new Error("no leader");
        });
    });
  }

  /** The node that leads the stream of events: the worst one to lose. */
  async leader(): Promise<number> {
    return this.#asAdministrator(async (connection) => {
      const answer = await connection.request("$JS.API.STREAM.INFO.APPROVALS", undefined, { timeout: 5_000 });
      const { cluster } = answer.json<{ cluster?: { leader?: string } }>();
      return Number((cluster?.leader ?? "n1").slice(1)) - 1;
    });
  }

  async dispose(): Promise<void> {
    await this.kill(this.all);
    await this.#slow?.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #asAdministrator<Value>(act: (connection: NatsConnection) => Promise<Value>): Promise<Value> {
    const connection = await connectBroker({
      servers: this.urls,
      timeoutMs: PATIENCE,
      username: "admin",
      password: passwordOf("admin"),
      inboxPrefix: ADMINISTRATOR_INBOX,
    });
    try {
      return await act(connection);
    } finally {
      await connection.close();
    }
  }
}

/** A cluster elects its leaders before it answers. */
async function patiently<Value>(act: () => Promise<Value>): Promise<Value> {
  const deadline = monotonic() + PATIENCE;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const mayPass = error instanceof BrokerError ? error.reason !== "cannot-change" : true;
      if (!mayPass || monotonic() > deadline) throw error;
      await sleep(100);
    }
  }
}
