import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBroker } from "../../main/admin/embedded-broker.ts";
import type { Holder } from "../../main/admin/kit/users.ts";
import { provision } from "../../main/admin/provision.ts";
import { type BrokerOptions, connectBroker } from "../../main/nats/connect-broker.ts";
import type { NatsConnection } from "../../main/nats/connection.ts";
import {
  ADMINISTRATOR_INBOX,
  appInbox,
  HR_INBOX,
  KEEPER_INBOX,
  PORTAL_INBOX,
  readerInbox,
  writerInbox,
} from "../../main/nats/permissions.ts";
import { Cable } from "./cable.ts";
import { KEEPER, startCluster } from "./cluster.ts";
import { KeeperProcess } from "./keeper-process.ts";
import { PEOPLE, SERVICES } from "./plain-publishers.ts";

/** What a node of the broker can suffer. */
export interface BrokerNode {
  readonly name: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

/** A broker with two keepers in processes of their own, each over cables of its own. */
export interface KeeperSite {
  readonly nodes: readonly BrokerNode[];
  readonly keepers: readonly KeeperProcess[];
  /** The cables of the keeper with the same index, one for each node. */
  readonly cables: readonly (readonly Cable[])[];
  connectAs(role: "administrator" | "writer" | "app", id: string): Promise<NatsConnection>;
  stop(): Promise<void>;
}

const KEEPERS = ["one", "two"] as const;
const ADMINISTRATOR: Holder = { role: "administrator", id: "administrator" };
const HOLDERS: readonly Holder[] = [
  ...SERVICES.map((id) => ({ role: "writer" as const, id })),
  ...PEOPLE.map((id) => ({ role: "app" as const, id })),
];

export async function keeperSite(nodes: 1 | 3): Promise<KeeperSite> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-keepers-"));
  const { loginOf, ...broker } = await (nodes === 1 ? oneServer(folder) : threeNodes(folder));
  const connections: NatsConnection[] = [];
  const cables = await Promise.all(
    KEEPERS.map(() => Promise.all(broker.servers.map((url) => Cable.to(Number(new URL(url).port))))),
  );
  const keepers = KEEPERS.map((name, index) => {
    const servers = (cables[index] ?? []).map(({ port }, node) => {
      const { protocol } = new URL(broker.servers[node] ?? "");
      return `${protocol}//127.0.0.1:${port}`;
    });
    return new KeeperProcess(name, folder, { ...loginOf(KEEPER), servers });
  });
  return {
    ...{ nodes: broker.nodes, keepers, cables },
    async connectAs(role, id) {
      const connection = await connectBroker(loginOf({ role, id }));
      connections.push(connection);
      return connection;
    },
    async stop() {
      await Promise.all(keepers.map((keeper) => keeper.stop()));
      for (const cable of cables.flat()) cable.close();
      await Promise.all(connections.map((connection) => connection.close()));
      await broker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Broker {
  readonly nodes: readonly BrokerNode[];
  readonly servers: readonly string[];
  loginOf(holder: Holder): BrokerOptions;
  stop(): Promise<void>;
}

async function oneServer(folder: string): Promise<Broker> {
  const login = (username: string) => ({ username, password: `${username}-password` });
  const server = await startBroker({
    dataDir: join(folder, "broker"),
    config: {
      administrator: login(ADMINISTRATOR.id),
      keeper: login(KEEPER.id),
      writers: SERVICES.map((service) => ({ service, ...login(service) })),
      apps: PEOPLE.map((user) => ({ user, ...login(user) })),
    },
  });
  const inboxes = {
    administrator: () => ADMINISTRATOR_INBOX,
    keeper: () => KEEPER_INBOX,
    writer: writerInbox,
    mqtt: writerInbox,
    app: appInbox,
    portal: () => PORTAL_INBOX,
    hr: () => HR_INBOX,
    reader: readerInbox,
  };
  const loginOf = ({ role, id }: Holder): BrokerOptions => ({
    servers: [server.url],
    ...login(id),
    inboxPrefix: inboxes[role](id),
  });
  const administrator = await connectBroker(loginOf(ADMINISTRATOR));
  await provision(administrator);
  await administrator.close();
  const { kill, restart, freeze, thaw, stop } = server;
  return {
    nodes: [{ name: "the server", kill, restart, freeze, thaw }],
    servers: [server.url],
    ...{ loginOf, stop },
  };
}

async function threeNodes(folder: string): Promise<Broker> {
  const { nodes, servers, loginOf, stop } = await startCluster(folder, HOLDERS, { keepers: 0 });
  return { nodes, servers, loginOf, stop };
}
