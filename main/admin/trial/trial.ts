import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrokerOptions } from "../../nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX, STANDING_ROLES } from "../../nats/permissions.ts";
import { trialCertificates } from "../kit/certificates.ts";
import { singleFile } from "../kit/credential-files.ts";
import { createKit, openKit, serverFolder, writeConfig } from "../kit/kit.ts";
import { KitError } from "../kit/kit-error.ts";
import { type Minted, mint } from "../kit/mint.ts";
import {
  type BrokerPlan,
  type BrokerServer,
  type CredentialsKind,
  clientUrls,
  DEFAULT_FILE_BYTES,
  PLAN_FILE,
} from "../kit/plan.ts";
import { privateFolder } from "../kit/secret-files.ts";
import type { Holder } from "../kit/users.ts";
import { type Provisioned, provision } from "../provision.ts";
import { ServerProcess, serverProgram } from "../server-process.ts";
import { mustBeFree } from "./free-ports.ts";
import { onStartedServers } from "./started-servers.ts";

export interface TrialOptions {
  /**
   * The folder of the kit and the streams. It is kept after the trial, and the next one continues with it. The options
   * of the next one must be the same.
   */
  readonly dataDir: string;
  /** Number of servers; default 1. */
  readonly nodes?: 1 | 3;
  readonly credentials?: CredentialsKind;
  /** The first server's port for clients, default 4222. The others follow. Routes are at +2000, monitoring at +4000. */
  readonly port?: number;
  /** The first server's port for MQTT; the others follow. Default: none. */
  readonly mqttPort?: number;
  /** The holders who get credentials if they have no valid ones. The administrator always does. */
  readonly holders?: readonly Holder[];
  /** The path of nats-server; default: the installed one. */
  readonly binary?: string;
  /** Milliseconds until every server must be ready, and again for the streams; default 30,000. */
  readonly readyTimeoutMs?: number;
}

/** One server of a trial. */
export interface TrialNode {
  readonly name: string;
  readonly url: string;
  readonly logFile: string;
  readonly process: ServerProcess;
}

/** A running trial. */
export interface Trial {
  /** The kit's folder, for example to mint further users. */
  readonly kit: string;
  readonly plan: BrokerPlan;
  readonly nodes: readonly TrialNode[];
  readonly servers: readonly string[];
  readonly caFile: string | undefined;
  /** The credentials made by this start. */
  readonly minted: readonly Minted[];
  readonly provisioned: readonly Provisioned[];
  /** Makes every server load the kit's configuration, as `nats-server --signal reload` does. */
  reload(): void;
  /** Ends every server. Resolves when all processes have ended. */
  stop(): Promise<void>;
}

const FIRST_PORT = 4222;

/**
 * Runs a broker on this machine with the kit's configuration: one server, or three with TLS.
 * @throws {KitError} or {PortTaken} (rejects), or an error with the last lines of a server's log. No server is left
 * running then.
 */
export async function startTrial(options: TrialOptions): Promise<Trial> {
  const binary = serverProgram(options.binary);
  if (binary === undefined) {
    throw new KitError("no-server", "nats-server");
  }
  const dataDir = resolve(options.dataDir);
  const kit = join(dataDir, "kit");
  const before = existsSync(join(kit, PLAN_FILE)) ? await openKit(kit) : undefined;
  if (before !== undefined) refuseDifferent(before, options);
  const planned = before?.servers ?? newServers(kit, dataDir, options);
  await mustBeFree(planned);
  if (before === undefined) await prepare(kit, planned, options);
  const holders = [...STANDING_ROLES.map((role): Holder => ({ role, id: role })), ...(options.holders ?? [])];
  const { plan, minted } = await mint(kit, holders, { missingFor: 0 });
  await writeConfig(kit, plan);
  const nodes: TrialNode[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.process.end("SIGTERM")));
  };
  const patience = options.readyTimeoutMs ?? 30_000;
  const caFile = plan.servers.some(({ tlsDir }) => tlsDir !== null) ? join(kit, "tls", "ca.pem") : undefined;
  try {
    const start = async (server: BrokerServer, index: number): Promise<void> => {
      const at = join(dataDir, server.name);
      privateFolder(at);
      const logFile = join(at, "nats-server.log");
      const config = join(serverFolder(kit, server.name), "nats-server.conf");
      const process = new ServerProcess(binary, ["-c", config], { logFile, portsDir: join(at, "ports") });
      nodes[index] = { name: server.name, url: clientUrls(plan)[index] ?? "", logFile, process };
    };
    for (const [index, server] of plan.servers.entries()) await start(server, index);
    await Promise.all(nodes.map((node) => node.process.ready(patience)));
    await Promise.all(plan.servers.map((server) => healthy(server.monitorPort, patience)));
    const servers = clientUrls(plan);
    const administrator = {
      servers,
      ...fileOption(plan, singleFile(kit, plan, "administrator")),
      ...(caFile === undefined ? {} : { tls: { caFile } }),
      inboxPrefix: ADMINISTRATOR_INBOX,
    };
    const restarts = plan.servers.map((server, index) => async () => {
      await nodes[index]?.process.end("SIGTERM");
      await start(server, index);
      await nodes[index]?.process.ready(patience);
    });
    const provisioned = await onStartedServers(administrator, provision, restarts, { patienceMs: patience });
    const reload = (): void => {
      for (const node of nodes) node.process.signal("SIGHUP");
    };
    return { kit, plan, nodes, servers, caFile, minted, provisioned, reload, stop };
  } catch (error) {
    await Promise.all(nodes.map((node) => node.process.end("SIGKILL")));
    throw error;
  }
}

/** The connection option for a credentials file. */
export function fileOption(
  plan: Pick<BrokerPlan, "credentials">,
  file: string,
): Pick<BrokerOptions, "credsFile" | "nkeyFile"> {
  return plan.credentials === "jwt" ? { credsFile: file } : { nkeyFile: file };
}

/** @throws {KitError} `trial-differs` */
function refuseDifferent({ servers, credentials }: BrokerPlan, options: TrialOptions): void {
  const [first] = servers;
  for (const [option, wanted, is] of [
    ["--nodes", options.nodes, servers.length],
    ["--credentials", options.credentials, credentials],
    ["--port", options.port, first?.clientPort],
    ["--mqtt-port", options.mqttPort, first?.mqttPort ?? 0],
  ] as const) {
    if (wanted !== undefined && wanted !== is) {
      throw new KitError("trial-differs", options.dataDir, `${option} ${is}`);
    }
  }
}

function newServers(kit: string, dataDir: string, options: TrialOptions): readonly BrokerServer[] {
  const first = options.port ?? FIRST_PORT;
  const { mqttPort } = options;
  const isCluster = (options.nodes ?? 1) > 1;
  return Array.from({ length: options.nodes ?? 1 }, (_, index) => ({
    name: `alrimi-${index + 1}`,
    host: "127.0.0.1",
    listen: "127.0.0.1",
    clientPort: first + index,
    clusterPort: first + 2000 + index,
    monitorPort: first + 4000 + index,
    ...(mqttPort === undefined ? {} : { mqttPort: mqttPort + index }),
    storeDir: join(dataDir, `alrimi-${index + 1}`, "streams"),
    tlsDir: isCluster ? join(kit, "tls", `alrimi-${index + 1}`) : null,
  }));
}

async function prepare(kit: string, servers: readonly BrokerServer[], options: TrialOptions): Promise<void> {
  if (servers.length > 1) await trialCertificates(join(kit, "tls"), servers);
  await createKit(kit, {
    credentials: options.credentials ?? "jwt",
    cluster: "alrimi-trial",
    servers: [...servers],
    maxFileBytes: DEFAULT_FILE_BYTES,
  });
}

/**
 * Waits until a server is healthy. Without a leader, for some seconds after the start, the JetStream API does not
 * answer.
 */
async function healthy(monitorPort: number | null, patienceMs: number): Promise<void> {
  if (monitorPort === null) return;
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(100)) {
    const answer = await fetch(`http://127.0.0.1:${monitorPort}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
  }
}
