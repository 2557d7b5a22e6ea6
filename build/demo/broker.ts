import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { putCatalog } from "../../main/admin/catalog.ts";
import {
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
  startBroker,
} from "../../main/admin/embedded-broker.ts";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import { provision } from "../../main/admin/provision.ts";
import { PortTaken } from "../../main/admin/server-process.ts";
import type { Catalog } from "../../main/contract/catalog.ts";
import type { Person } from "../../main/contract/people.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX } from "../../main/nats/permissions.ts";
import type { Secrets } from "./folder.ts";
import { SERVICE_IDS, SERVICES, type ServiceId } from "./services.ts";
import { Switch } from "./switch.ts";

/** The broker of the demo, with its switch. */
export interface DemoBroker {
  readonly url: string;
  readonly port: number;
  readonly mqttUrl: string;
  /** Kills the server, as a power cut would, and starts it again. */
  readonly power: Switch;
  /**
   * Creates the streams, and writes the catalog and the people directory, with the administrator's login.
   * @param people without them anybody is taken
   * @param origin origin of the catalog's links
   */
  prepare(catalog: Catalog, origin: string, people?: readonly Person[]): Promise<void>;
  dispose(): Promise<void>;
}

export interface DemoBrokerOptions {
  readonly dataDir: string;
  readonly user: string;
  readonly secrets: Secrets;
  /** Preferred port. Another one is used when it is taken. */
  readonly port: number | undefined;
  /** Called when the server has ended by itself. */
  readonly died: () => void;
}

const ADMINISTRATOR = "demo-administrator";
/** User name of the login of `alrimi server`. */
export const KEEPER = "demo-keeper";
/** User name of the portal's login, which only reads. */
export const PORTAL = "demo-portal";

/** User name of a service's login. */
export function writerName(service: ServiceId): string {
  return `demo-writer-${service}`;
}

/** User name of a service's login for MQTT. It has the same password. */
export function mqttName(service: ServiceId): string {
  return `demo-mqtt-${service}`;
}

/** Starts nats-server with real logins: an administrator, the keeper, the portal, a writer per service, and the app of one person. */
export async function openBroker(options: DemoBrokerOptions): Promise<DemoBroker> {
  const { dataDir, user, secrets, port, died } = options;
  const mqttPort = await freePort();
  const configured: EmbeddedBrokerOptions = {
    dataDir,
    config: {
      serverName: "alrimi-demo",
      administrator: { username: ADMINISTRATOR, password: secrets.administrator },
      keeper: { username: KEEPER, password: secrets.keeper },
      portal: { username: PORTAL, password: secrets.portal },
      writers: SERVICE_IDS.map((service) => ({
        service,
        username: writerName(service),
        password: secrets.writers[service],
      })),
      mqtt: {
        port: mqttPort,
        writers: SERVICES.filter(({ way }) => way === "mqtt").map(({ id }) => ({
          ...{ service: id, username: mqttName(id), password: secrets.writers[id] },
        })),
      },
      apps: [{ user, username: user, password: secrets.app }],
    },
  };
  const broker = await startThere(configured, port);
  const power = new Switch({
    isUp: () => broker.pid !== undefined,
    kill: () => broker.kill(),
    start: () => broker.restart(),
    died,
  });

  return {
    url: broker.url,
    port: broker.port,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    power,
    async prepare(catalog, origin, people) {
      const connection = await connectBroker({
        servers: [broker.url],
        username: ADMINISTRATOR,
        password: secrets.administrator,
        inboxPrefix: ADMINISTRATOR_INBOX,
        name: "alrimi demo: administrator",
        reconnect: false,
      });
      try {
        await provision(connection);
        const document = new TextEncoder().encode(JSON.stringify({ services: catalog }));
        const put = await putCatalog(connection, document, { allowedOrigins: [origin] });
        if (put.kind === "refused") throw new Error(put.problems.map(({ detail }) => detail).join("; "));
        const { revision, covers } = await readDirectory(connection);
        await writeDirectory(connection, { people, revision, covers, now: Date.now() });
      } finally {
        await connection.close();
      }
    },
    async dispose() {
      power.dispose();
      await broker.stop();
    },
  };
}

/** Uses the preferred port if it is free, else another one. */
async function startThere(options: EmbeddedBrokerOptions, port: number | undefined): Promise<EmbeddedBroker> {
  if (port === undefined || !(await isFree(port))) return startBroker(options);
  return startBroker({ ...options, port }).catch((error: unknown) => {
    if (error instanceof PortTaken) return startBroker(options); // taken meanwhile
    throw error;
  });
}

/** A port below those that the system gives to clients, so that it is still free when the broker starts again. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
