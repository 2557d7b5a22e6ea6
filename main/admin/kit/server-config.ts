import { MAX_PAYLOAD_BYTES } from "../../contract/streams.ts";
import { quote } from "./conf.ts";
import type { BrokerPlan, BrokerServer } from "./plan.ts";

/** The file that every server's configuration includes, from the same folder. */
export const ACCOUNTS_FILE = "accounts.conf";

/** A route is only opened by who knows this user's password, and with TLS only with a certificate as well. */
const ROUTE_USER = "route";

/** The configuration of one server, all but its accounts; with the reasons, for whoever has to change it. */
export function serverConfig(plan: BrokerPlan, server: BrokerServer): string {
  const isCluster = plan.servers.length > 1;
  return [
    `# Alrimi's broker: ${server.name}. Written by "alrimi broker config"; run it again rather than edit this file.`,
    `# Check it with "nats-server -t -c <this file>", take a change over with "nats-server --signal reload".`,
    "",
    "# The name must be another on every server and must never change: JetStream knows its copies by it.",
    `server_name: ${quote(server.name)}`,
    `server_tags: [${quote(`host:${server.host}`)}]`,
    `listen: ${quote(`${server.listen}:${server.clientPort}`)}`,
    "# The name that this server gives for itself; the certificate names it. Clients are told of no other server (see",
    "# no_advertise in a cluster): each is given the addresses of all.",
    `client_advertise: ${quote(`${server.host}:${server.clientPort}`)}`,
    ...(server.monitorPort === null
      ? []
      : [
          "# /healthz, /varz, /jsz for your monitoring. It asks for no login: keep it on the loopback.",
          `http: ${quote(`127.0.0.1:${server.monitorPort}`)}`,
        ]),
    "",
    ...limits(),
    "",
    ...jetstream(plan, server),
    ...(server.tlsDir === null ? [] : ["", ...clientTls(server.tlsDir)]),
    ...(isCluster ? ["", ...cluster(plan, server)] : []),
    "",
    "# Who may log in, and what each may do. The same on every server.",
    `include ${quote(`./${ACCOUNTS_FILE}`)}`,
    "",
  ].join("\n");
}

function limits(): string[] {
  return [
    "# The largest document is the catalog; nobody sends anything larger.",
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    "# A line of the protocol holds two encoded ids of 64 characters and an inbox at most.",
    "max_control_line: 4096",
    "# Every app is one connection. With three servers two must be able to carry all: employees / 2, and some more.",
    "# The open files of the service must allow for it (systemd: LimitNOFILE=131072).",
    "max_connections: 65536",
    "# An app has four subscriptions, a service one.",
    "max_subscriptions: 100",
    "# Who does not read what is sent to them is cut off and comes back, rather than fill the memory.",
    "max_pending: 8MB",
    'write_deadline: "5s"',
    "# A PC that was unplugged is forgotten after some minutes.",
    'ping_interval: "1m"',
    "ping_max: 2",
    '# "nats-server --signal ldm" before maintenance: clients move to the other servers one by one, in this time.',
    'lame_duck_duration: "60s"',
    'lame_duck_grace_period: "10s"',
  ];
}

function jetstream({ maxFileBytes }: BrokerPlan, { storeDir }: BrokerServer): string[] {
  return [
    "# The streams. A local disk, not a network share; a folder of this server alone.",
    "jetstream: {",
    `  store_dir: ${quote(storeDir)}`,
    `  max_file_store: ${maxFileBytes}`,
    "  max_memory_store: 64MB",
    "}",
  ];
}

function clientTls(tlsDir: string): string[] {
  return [
    "# ca.pem: your certificate authority; server.pem: this server's certificate with its chain, for the host name that",
    "# clients dial, usable for servers and for clients (the routes); server-key.pem: its key, mode 0600.",
    "# After a renewal: nats-server --signal reload. With JWT credentials everybody is cut off for a moment and dials",
    "# again by themselves (https://github.com/nats-io/nats-server/issues/8606); with nkeys nobody notices.",
    "tls: {",
    ...files(tlsDir),
    "  # After a power cut everybody comes at once; a handshake may take a while then.",
    "  timeout: 10",
    "  # Handshakes a second; who is over it is closed and comes back a few seconds later.",
    "  connection_rate_limit: 2000",
    "}",
  ];
}

function cluster({ servers, cluster: name, routePassword }: BrokerPlan, server: BrokerServer): string[] {
  const others = servers.filter((other) => other !== server);
  return [
    "# The servers among themselves. Only they need to reach this port.",
    "cluster: {",
    `  name: ${quote(name)}`,
    `  listen: ${quote(`${server.listen}:${server.clusterPort}`)}`,
    `  authorization: { user: ${ROUTE_USER}, password: ${quote(routePassword)}, timeout: 5 }`,
    "  routes: [",
    ...others.map(
      ({ host, clusterPort }) =>
        `    ${quote(`nats://${ROUTE_USER}:${routePassword}@${host}:${clusterPort}`)}`,
    ),
    "  ]",
    "  # The list above is complete, and so is the one that clients are given: nothing is learned from others.",
    "  no_advertise: true",
    ...(server.tlsDir === null
      ? []
      : [
          "  tls: {",
          ...files(server.tlsDir).map((line) => `  ${line}`),
          "    verify: true",
          "    timeout: 5",
          "  }",
        ]),
    "}",
  ];
}

/** Slashes go on Windows too, and paths in the kit are for the server's system, not for this one. */
function files(tlsDir: string): string[] {
  const file = (name: string): string => quote(`${tlsDir.replace(/[\\/]$/, "")}/${name}`);
  return [
    `  cert_file: ${file("server.pem")}`,
    `  key_file: ${file("server-key.pem")}`,
    `  ca_file: ${file("ca.pem")}`,
  ];
}
