import { randomInt } from "node:crypto";
import { appendFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { trialCertificates } from "../../main/admin/kit/certificates.ts";
import { createKit, serverFolder, writeConfig } from "../../main/admin/kit/kit.ts";
import { type Minted, mint } from "../../main/admin/kit/mint.ts";
import { type BrokerServer, clientUrls, DEFAULT_FILE_BYTES } from "../../main/admin/kit/plan.ts";
import type { Holder } from "../../main/admin/kit/users.ts";
import { provision } from "../../main/admin/provision.ts";
import { findProgram, PortTaken, ServerProcess } from "../../main/admin/server-process.ts";
import { onStartedServers } from "../../main/admin/trial/started-servers.ts";
import type { BrokerOptions } from "../../main/nats/connect-broker.ts";
import {
  ADMINISTRATOR_INBOX,
  appInbox,
  HR_INBOX,
  KEEPER_INBOX,
  PORTAL_INBOX,
  type Role,
  readerInbox,
  writerInbox,
} from "../../main/nats/permissions.ts";
import { type AlrimiServer, startServer } from "../../main/server/server.ts";

/** Where one node stands: its address, and how a program is started there. */
export interface Place {
  readonly host: string;
  /** Put before the server's command line, such as `ip netns exec <name>`. */
  readonly prefix: readonly string[];
}

export const LOOPBACK: readonly Place[] = [1, 2, 3].map(() => ({ host: "127.0.0.1", prefix: [] }));

const PATIENCE = 60_000;
/** Milliseconds between two heartbeats: a tenth of the usual, so that an app that misses them can be waited for. */
export const HEARTBEAT_INTERVAL = 2_000;
const ADMINISTRATOR: Holder = { role: "administrator", id: "administrator" };
export const KEEPER: Holder = { role: "keeper", id: "keeper" };
/** As many keepers run beside a cluster by default. */
const KEEPERS = 2;

export interface ClusterOptions {
  readonly places?: readonly Place[];
  /** How many keepers run in this process. */
  readonly keepers?: number;
}

/** One server of the cluster, through all its lives. */
export class Node {
  readonly name: string;
  readonly url: string;
  readonly #server: BrokerServer;
  readonly #start: () => ServerProcess;
  #process: ServerProcess;

  constructor(server: BrokerServer, url: string, start: () => ServerProcess) {
    this.name = server.name;
    this.url = url;
    this.#server = server;
    this.#start = start;
    this.#process = start();
  }

  ready(): Promise<unknown> {
    return this.#process.ready(PATIENCE);
  }

  /** SIGKILL, as a power cut would. */
  kill(): Promise<void> {
    return this.#process.end("SIGKILL");
  }

  /** The folder of the streams is gone, as after a new disk. Only while the server does not run. */
  async empty(): Promise<void> {
    await rm(this.#server.storeDir, { recursive: true });
  }

  async restart(): Promise<void> {
    await this.kill();
    this.#process = this.#start();
    await this.ready();
  }

  freeze(): void {
    this.#process.freeze();
  }

  thaw(): void {
    this.#process.signal("SIGCONT");
  }

  stop(): Promise<void> {
    return this.#process.end("SIGKILL");
  }
}

/** Three nodes as the kit sets them up: TLS, JWT credentials, both streams kept three times. */
export interface Cluster {
  readonly nodes: readonly Node[];
  readonly servers: readonly string[];
  readonly caFile: string;
  credsOf(holder: Holder): string;
  /** What `connectBroker` needs to come in as somebody. */
  loginOf(holder: Holder): BrokerOptions;
  stop(): Promise<void>;
}

export async function startCluster(
  folder: string,
  holders: readonly Holder[],
  { places = LOOPBACK, keepers = KEEPERS }: ClusterOptions = {},
): Promise<Cluster> {
  const all = [ADMINISTRATOR, KEEPER, ...holders];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(join(folder, `cluster-${attempt}`), all, { places, keepers });
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt >= 10) throw error;
    }
  }
}

async function start(
  folder: string,
  holders: readonly Holder[],
  { places, keepers: count }: Required<ClusterOptions>,
): Promise<Cluster> {
  const kit = join(folder, "kit");
  const servers = serversAt(folder, places);
  await trialCertificates(join(kit, "tls"), servers);
  const input = { credentials: "jwt", cluster: "chaos", servers, maxFileBytes: DEFAULT_FILE_BYTES } as const;
  await createKit(kit, input);
  const { plan, minted } = await mint(kit, holders);
  await writeConfig(kit, plan);
  const urls = clientUrls(plan);
  const nodes: Node[] = [];
  const keepers: AlrimiServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(keepers.map((keeper) => keeper.stop()));
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    for (const [index, server] of servers.entries()) {
      const at = join(folder, server.name);
      await mkdir(at, { recursive: true });
      nodes.push(
        new Node(server, urls[index] ?? "", () => launch(kit, server, at, places[index]?.prefix ?? [])),
      );
    }
    await Promise.all(nodes.map((node) => node.ready()));
    const cluster = { nodes, servers: urls, caFile: join(kit, "tls", "ca.pem"), stop };
    const whole = { ...cluster, ...logins(cluster, minted) };
    const options = { replicas: 3, heartbeatInterval: HEARTBEAT_INTERVAL };
    await onStartedServers(
      whole.loginOf(ADMINISTRATOR),
      (connection) => provision(connection, options),
      nodes.map((node) => () => node.restart()),
      { patienceMs: PATIENCE },
    );
    for (let started = 0; started < count; started += 1) {
      const logFile = join(folder, `keeper-${started + 1}.log`);
      const log = (line: string): void => appendFileSync(logFile, `${new Date().toISOString()} ${line}\n`);
      keepers.push(startServer({ broker: whole.loginOf(KEEPER), log }));
    }
    return whole;
  } catch (error) {
    await stop();
    throw error;
  }
}

function serversAt(folder: string, places: readonly Place[]): BrokerServer[] {
  const first = randomInt(10_000, 26_000);
  return places.map(({ host }, index) => {
    const name = `alrimi-${index + 1}`;
    return {
      name,
      host,
      listen: host,
      clientPort: first + index,
      clusterPort: first + 2000 + index,
      monitorPort: null,
      storeDir: join(folder, name, "streams"),
      tlsDir: join(folder, "kit", "tls", name),
    };
  });
}

function launch(kit: string, server: BrokerServer, at: string, prefix: readonly string[]): ServerProcess {
  const binary = findProgram("nats-server");
  if (binary === undefined) throw new Error("nats-server is not installed: apt-get install nats-server");
  const config = join(serverFolder(kit, server.name), "nats-server.conf");
  const [program = binary, ...args] = [...prefix, binary, "-c", config];
  return new ServerProcess(program, args, {
    logFile: join(at, "nats-server.log"),
    portsDir: join(at, "ports"),
  });
}

function logins(
  { servers, caFile }: Pick<Cluster, "servers" | "caFile">,
  minted: readonly Minted[],
): Pick<Cluster, "credsOf" | "loginOf"> {
  const credsOf = (holder: Holder): string => {
    const one = minted.find(({ role, id }) => role === holder.role && id === holder.id);
    if (one === undefined) throw new Error(`no credentials for ${holder.role} ${holder.id}`);
    return one.file;
  };
  const inboxOf: Readonly<Record<Role, (id: string) => string>> = {
    administrator: () => ADMINISTRATOR_INBOX,
    keeper: () => KEEPER_INBOX,
    writer: writerInbox,
    mqtt: writerInbox,
    app: appInbox,
    portal: () => PORTAL_INBOX,
    hr: () => HR_INBOX,
    reader: readerInbox,
  };
  const loginOf = (holder: Holder): BrokerOptions => ({
    servers,
    credsFile: credsOf(holder),
    tls: { caFile },
    inboxPrefix: inboxOf[holder.role](holder.id),
  });
  return { credsOf, loginOf };
}
