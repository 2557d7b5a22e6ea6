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
import { ADMINISTRATOR_INBOX, KEEPER_INBOX } from "../../main/nats/permissions.ts";
import { type AlrimiServer, startServer } from "../../main/server/server.ts";
import type { Secrets } from "./folder.ts";
import type { BrokerState } from "./pages.ts";
import { SERVICE_IDS, type ServiceId } from "./services.ts";

/** The broker of the demo, with its switch. */
export interface DemoBroker {
  readonly url: string;
  readonly port: number;
  state(): BrokerState;
  /**
   * Creates the streams and writes the catalog, with the administrator's login, and starts the keeper.
   * @param origin origin of the catalog's links
   */
  prepare(catalog: Catalog, origin: string): Promise<void>;
  /** Kills the server, as a power cut would. */
  stop(): Promise<void>;
  start(): Promise<void>;
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
const KEEPER = "demo-keeper";
const WATCH_MS = 500;

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
  let keeper: AlrimiServer | undefined;

  let isWanted = true;
  let isBusy = false;
  const change = async (wanted: boolean, work: () => Promise<void>): Promise<void> => {
    if (isBusy) return; // ignores a second click
    isBusy = true;
    try {
      await work();
      isWanted = wanted;
    } finally {
      isBusy = false;
    }
  };
  const watch = setInterval(() => {
    if (!isWanted || isBusy || broker.pid !== undefined) return;
    isWanted = false;
    died();
  }, WATCH_MS);

  return {
    url: broker.url,
    port: broker.port,
    state: () => (isBusy ? "busy" : broker.pid === undefined ? "stopped" : "running"),
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
      keeper = startServer({
        broker: {
          servers: [broker.url],
          username: KEEPER,
          password: secrets.keeper,
          inboxPrefix: KEEPER_INBOX,
          name: "alrimi demo: keeper",
        },
        log: () => {}, // the journal says when the broker is away
      });
    },
    stop: () => change(false, () => broker.kill()),
    start: () => change(true, () => broker.restart()),
    async dispose() {
      clearInterval(watch);
      await keeper?.stop();
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
