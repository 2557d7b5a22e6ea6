import { MAX_PAYLOAD_BYTES } from "../../contract/streams.ts";
import { MQTT_FILE_BYTES } from "./accounts.ts";
import { quote } from "./conf.ts";
import type { BrokerPlan, BrokerServer } from "./plan.ts";

/** The file that every server's configuration includes, from the same folder. */
export const ACCOUNTS_FILE = "accounts.conf";

/** A route needs this user's password, and with TLS also a certificate. */
const ROUTE_USER = "route";

/** The configuration of one server without the accounts. Its comments give the reasons, for an administrator. */
export function serverConfig(plan: BrokerPlan, server: BrokerServer): string {
  const isCluster = plan.servers.length > 1;
  return [
    `# Alrimi's broker: ${server.name}. Written by "alrimi broker config"; run it again rather than edit this file.`,
    `# Check it with "nats-server -t -c <this file>", load a change with "nats-server --signal reload".`,
    "",
    "# The name must be unique and must never change: JetStream identifies its replicas by it.",
    `server_name: ${quote(server.name)}`,
    `server_tags: [${quote(`host:${server.host}`)}]`,
    `listen: ${quote(`${server.listen}:${server.clientPort}`)}`,
    "# The address that this server advertises. The certificate names it. No other server is advertised (see",
    "# no_advertise in a cluster), because every client is configured with all addresses.",
    `client_advertise: ${quote(`${server.host}:${server.clientPort}`)}`,
    ...(server.monitorPort === null
      ? []
      : [
          "# /healthz, /varz, /jsz for your monitoring. It needs no login, so keep it on the loopback.",
          `http: ${quote(`127.0.0.1:${server.monitorPort}`)}`,
        ]),
    "",
    ...limits(),
    "",
    ...jetstream(plan, server),
    ...(server.tlsDir === null ? [] : ["", ...clientTls(server.tlsDir)]),
    ...(server.mqttPort === undefined ? [] : ["", ...mqtt(server, server.mqttPort)]),
    ...(isCluster ? ["", ...cluster(plan, server)] : []),
    "",
    "# The logins and their permissions. The same on every server.",
    `include ${quote(`./${ACCOUNTS_FILE}`)}`,
    "",
  ].join("\n");
}

function limits(): string[] {
  return [
    "# The catalog is the largest message.",
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    "# A line of the protocol holds at most two encoded ids of 64 characters and an inbox.",
    "max_control_line: 4096",
    "# Every app is one connection. Of three servers two must be able to serve all: employees / 2, and some more.",
    "# The service's limit of open files must be larger (systemd: LimitNOFILE=131072).",
    "max_connections: 65536",
    "# An app has five subscriptions, a service one.",
    "max_subscriptions: 100",
    ...loginTimeout(),
    "# A client that does not read its messages is disconnected and reconnects. Otherwise it would fill the memory.",
    "max_pending: 8MB",
    'write_deadline: "5s"',
    "# The connection of an unplugged PC ends after some minutes.",
    'ping_interval: "1m"',
    "ping_max: 2",
    '# "nats-server --signal ldm" before maintenance: clients move to the other servers one by one within this time.',
    'lame_duck_duration: "60s"',
    'lame_duck_grace_period: "10s"',
  ];
}

/** Seconds for a client to log in after the server has greeted it. */
const LOGIN_TIMEOUT = 10;

/** The server's default is two seconds. */
export function loginTimeout(): string[] {
  return [
    "# After an outage all clients log in at once. A login that waits for its turn must not be ended.",
    `authorization: { timeout: ${LOGIN_TIMEOUT} }`,
  ];
}

function jetstream({ maxFileBytes }: BrokerPlan, { storeDir, mqttPort }: BrokerServer): string[] {
  const bytes = maxFileBytes + (mqttPort === undefined ? 0 : MQTT_FILE_BYTES);
  return [
    "# The streams. Use a local disk, not a network share, and a folder for this server only.",
    "jetstream: {",
    `  store_dir: ${quote(storeDir)}`,
    `  max_file_store: ${bytes}`,
    "  max_memory_store: 64MB",
    "}",
  ];
}

function clientTls(tlsDir: string): string[] {
  return [
    "# ca.pem: your certificate authority; server.pem: this server's certificate with its chain, for the host name that",
    "# clients dial, usable for servers and for clients (the routes); server-key.pem: its key, mode 0600.",
    "# After a renewal: nats-server --signal reload. With JWT credentials all clients are disconnected for a moment",
    "# and redial (https://github.com/nats-io/nats-server/issues/8606). With nkeys they stay connected.",
    "tls: {",
    ...files(tlsDir),
    "  # After a power failure all clients connect at once, and a handshake may take long.",
    "  timeout: 10",
    "  # Handshakes per second. A client above the limit is disconnected and redials a few seconds later.",
    "  connection_rate_limit: 2000",
    "}",
  ];
}

function mqtt({ listen, tlsDir }: BrokerServer, port: number): string[] {
  return [
    "# Services that send over MQTT 3.1.1. Their logins are in an account of their own.",
    "mqtt: {",
    `  listen: ${quote(`${listen}:${port}`)}`,
    ...(tlsDir === null
      ? []
      : ["  tls: {", ...files(tlsDir).map((line) => `  ${line}`), "    timeout: 5", "  }"]),
    "}",
  ];
}

function cluster({ servers, cluster: name, routePassword }: BrokerPlan, server: BrokerServer): string[] {
  const others = servers.filter((other) => other !== server);
  return [
    "# The connections between the servers. Only they need to reach this port.",
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
    "  # The routes above and the clients' addresses are complete, so nothing is advertised.",
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

/** Joined with slashes, which Windows accepts too. The paths are for the server's system, not for this one. */
function files(tlsDir: string): string[] {
  const file = (name: string): string => quote(`${tlsDir.replace(/[\\/]$/, "")}/${name}`);
  return [
    `  cert_file: ${file("server.pem")}`,
    `  key_file: ${file("server-key.pem")}`,
    `  ca_file: ${file("ca.pem")}`,
  ];
}
