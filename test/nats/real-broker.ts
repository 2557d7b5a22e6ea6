import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { type EmbeddedBroker, type EmbeddedConfig, startBroker } from "../../main/admin/embedded-broker.ts";
import { provision } from "../../main/admin/provision.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX, HR_INBOX, KEEPER_INBOX, writerInbox } from "../../main/nats/permissions.ts";
import type { ServerKind } from "../../main/nats/server-version.ts";
import { type AlrimiServer, startServer } from "../../main/server/server.ts";

export const SERVICE = "hr-leave";
export const OTHER_SERVICE = "finance-card";
export const USER = "hong.gd";
export const OTHER_USER = "kim.ys";

export const CONFIG: EmbeddedConfig = {
  administrator: { username: "admin", password: "admin-password" },
  keeper: { username: "keeper", password: "keeper-password" },
  hr: { username: "hr", password: "hr-password" },
  portal: { username: "portal", password: "portal-password" },
  writers: [SERVICE, OTHER_SERVICE].map((service) => ({
    service,
    username: service,
    password: `${service}-password`,
  })),
  apps: [USER, OTHER_USER].map((user) => ({ user, username: user, password: `${user}-password` })),
};

export interface RealBroker extends AsyncDisposable {
  readonly broker: EmbeddedBroker;
  readonly folder: string;
  asAdministrator(): Promise<NatsConnection>;
  /** The login that may write anything that is retained, past every check. */
  asKeeper(): Promise<NatsConnection>;
  /** Runs a keeper in this process until `dispose`. */
  startKeeper(log?: (line: string) => void): AlrimiServer;
  asWriter(service?: string): Promise<NatsConnection>;
  asHr(): Promise<NatsConnection>;
  asApp(user: string): Promise<NatsConnection>;
  /** The URL of the same server, whose greeting says something else of it. */
  saidToBe(kind: ServerKind): Promise<string>;
  dispose(): Promise<void>;
}

/** A nats-server with the real permissions. The streams are made and a keeper runs, unless `bare`. */
export async function realBroker(
  options: { readonly bare?: boolean; readonly withoutKeeper?: boolean } = {},
): Promise<RealBroker> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-service-"));
  const broker = await startBroker({ dataDir: join(folder, "broker"), config: CONFIG });
  const connections: NatsConnection[] = [];
  const connectAs = async (username: string, inboxPrefix: string): Promise<NatsConnection> => {
    const login = { servers: [broker.url], username, password: `${username}-password` };
    const connection = await connectBroker({ ...login, inboxPrefix });
    connections.push(connection);
    return connection;
  };
  const impostors: Server[] = [];
  const keepers: AlrimiServer[] = [];
  const dispose = async (): Promise<void> => {
    for (const impostor of impostors) impostor.close();
    await Promise.all(keepers.map((keeper) => keeper.stop()));
    await Promise.all(connections.map((connection) => connection.close()));
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const it: RealBroker = {
    broker,
    folder,
    asAdministrator: () => connectAs("admin", ADMINISTRATOR_INBOX),
    startKeeper(log = () => {}) {
      const login = { username: "keeper", password: "keeper-password", inboxPrefix: KEEPER_INBOX };
      const keeper = startServer({ broker: { servers: [broker.url], ...login }, log });
      keepers.push(keeper);
      return keeper;
    },
    asKeeper: () => connectAs("keeper", KEEPER_INBOX),
    asWriter: (service = SERVICE) => connectAs(service, writerInbox(service)),
    asHr: () => connectAs("hr", HR_INBOX),
    asApp: (user) => connectAs(user, `_TRAY.${user.replaceAll(".", "%2E")}`),
    async saidToBe(kind) {
      const impostor = createServer((client) => {
        const upstream = connect(broker.port, "127.0.0.1");
        client.pipe(upstream);
        let begun = "";
        upstream.on("data", function greet(chunk: Buffer) {
          begun += chunk.toString("latin1");
          const whole = begun.slice(0, begun.lastIndexOf("\n") + 1);
          client.write(saying(whole, kind), "latin1");
          begun = begun.slice(whole.length);
          if (!/^PONG\r$/m.test(whole)) return;
          upstream.off("data", greet); // from here on there are messages, and nothing more is changed
          client.write(begun, "latin1");
          upstream.pipe(client);
        });
        upstream.on("error", () => client.destroy());
        client.on("error", () => upstream.destroy());
      }).listen(0, "127.0.0.1");
      impostors.push(impostor);
      await once(impostor, "listening");
      return `nats://127.0.0.1:${(impostor.address() as AddressInfo).port}`;
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
  if (options.bare === true) return it;
  await provision(await it.asAdministrator());
  if (options.withoutKeeper !== true) it.startKeeper();
  return it;
}

/** Lines of a server, of which each greeting says something else; from 2.12 on one comes behind the login as well. */
function saying(lines: string, kind: ServerKind): string {
  return lines.replace(/^INFO (\{.*\})/gm, (_line, info: string) => {
    return `INFO ${JSON.stringify({ ...(JSON.parse(info) as object), ...kind })}`;
  });
}

/** Waits for a condition. @throws when it does not come true in time */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not true within ${timeoutMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
