import { createServer } from "node:net";
import { putCatalog } from "../../main/admin/catalog.ts";
import {
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
  startBroker,
} from "../../main/admin/embedded-broker.ts";
import { provision } from "../../main/admin/provision.ts";
import { PortTaken } from "../../main/admin/server-process.ts";
import type { Catalog } from "../../main/contract/catalog.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX } from "../../main/nats/permissions.ts";
import type { Secrets } from "./folder.ts";
import { SERVICE_IDS, type ServiceId } from "./services.ts";
import { Switch } from "./switch.ts";

/** The broker of the demo, with its switch. */
export interface DemoBroker {
  readonly url: string;
  readonly port: number;
  /** Kills the server, as a power cut would, and starts it again. */
  readonly power: Switch;
  /**
   * Creates the streams and writes the catalog, with the administrator's login.
   * @param origin origin of the catalog's links
   */
  prepare(catalog: Catalog, origin: string): Promise<void>;
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

/** User name of a service's login. */
export function writerName(service: ServiceId): string {
  return `demo-writer-${service}`;
}

/** Starts nats-server with real logins: an administrator, the keeper, a writer per service, and the app of one person. */
export async function openBroker(options: DemoBrokerOptions): Promise<DemoBroker> {
  const { dataDir, user, secrets, port, died } = options;
  const configured: EmbeddedBrokerOptions = {
    dataDir,
    config: {
      serverName: "alrimi-demo",
      administrator: { username: ADMINISTRATOR, password: secrets.administrator },
      keeper: { username: KEEPER, password: secrets.keeper },
      writers: SERVICE_IDS.map((service) => ({
        service,
        username: writerName(service),
        password: secrets.writers[service],
      })),
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
    power,
    async prepare(catalog, origin) {
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

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
