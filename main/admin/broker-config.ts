import { MAX_PAYLOAD_BYTES } from "../contract/streams.ts";
import {
  administratorPermissions,
  appPermissions,
  hrPermissions,
  keeperPermissions,
  type Permissions,
  permissionsOf,
  portalPermissions,
  tokenOf,
  writerPermissions,
} from "../nats/permissions.ts";
import { accountsBlock } from "./kit/accounts.ts";
import { quote, quoteAll } from "./kit/conf.ts";
import { loginTimeout } from "./kit/server-config.ts";

/** A user name with a password. */
export interface Login {
  readonly username: string;
  /** Clear text, or a bcrypt hash. nats-server treats a password that begins with `$2a$` as a hash. */
  readonly password: string;
}

/** The input of {@link brokerConfig}. */
export interface BrokerConfigInput {
  /** The address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** The port for clients; -1 lets the server choose a free one. */
  readonly port: number;
  readonly serverName?: string;
  /** The folder of the streams. */
  readonly storeDir: string;
  /** The port of the HTTP monitoring on the same address; -1 for a free one. Default: no monitoring. */
  readonly monitorPort?: number;
  /** The login that provisions and writes the catalog. */
  readonly administrator: Login;
  /** The login of `alrimi server`; default: none. */
  readonly keeper?: Login;
  /** The read-only login of the portal; default: none. */
  readonly portal?: Login;
  /** The login of HR; default: none. */
  readonly hr?: Login;
  /** One login per service. It writes only that service's events. */
  readonly writers: readonly (Login & { readonly service: string })[];
  /** One login per reader; default: none. */
  readonly readers?: readonly (Login & { readonly reader: string })[];
  /** One login per person. It reads only that person's events. */
  readonly apps: readonly (Login & { readonly user: string })[];
  /** The port for MQTT on the same address, and one login per service; default: none. */
  readonly mqtt?: {
    readonly port: number;
    readonly writers: readonly (Login & { readonly service: string })[];
  };
  /** The folder in which the server writes a file with its ports. */
  readonly portsFileDir?: string;
}

/**
 * The complete configuration of one nats-server: JetStream, the accounts, and the logins with their permissions. Every
 * login needs a password, and the system account has no user.
 * @throws {TypeError} for a bad port (0 included), a bad id, an empty user name or password, or a repeated user name
 */
export function brokerConfig(input: BrokerConfigInput): string {
  if (!Number.isInteger(input.port) || input.port < -1 || input.port === 0 || input.port > 65_535) {
    throw new TypeError(`a port must be 1 to 65535, or -1 to let the server choose, not ${input.port}`);
  }
  const users = {
    ALRIMI: [
      userEntry(input.administrator, administratorPermissions()),
      ...(input.keeper === undefined ? [] : [userEntry(input.keeper, keeperPermissions())]),
    ],
    APPS: [
      ...input.apps.map((login) => userEntry(login, appPermissions(login.user))),
      ...(input.portal === undefined ? [] : [userEntry(input.portal, portalPermissions())]),
    ],
    WRITERS: [
      ...input.writers.map((login) => userEntry(login, writerPermissions(login.service))),
      ...(input.hr === undefined ? [] : [userEntry(input.hr, hrPermissions())]),
    ],
    READERS: input.readers?.map((login) => userEntry(login, permissionsOf("reader", tokenOf(login.reader)))),
    MQTT: input.mqtt?.writers.map((login) =>
      userEntry(login, permissionsOf("mqtt", tokenOf(login.service)), "MQTT"),
    ),
  };
  refuseDoubles([
    input.administrator,
    ...(input.keeper === undefined ? [] : [input.keeper]),
    ...(input.portal === undefined ? [] : [input.portal]),
    ...(input.hr === undefined ? [] : [input.hr]),
    ...input.writers,
    ...(input.mqtt?.writers ?? []),
    ...(input.readers ?? []),
    ...input.apps,
  ]);
  const host = input.host ?? "127.0.0.1";
  return [
    `server_name: ${quote(input.serverName ?? "alrimi")}`,
    `host: ${quote(host)}`,
    `port: ${input.port}`,
    ...(input.monitorPort === undefined ? [] : [`http: ${quote(`${host}:${input.monitorPort}`)}`]),
    ...(input.portsFileDir === undefined ? [] : [`ports_file_dir: ${quote(input.portsFileDir)}`]),
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    ...loginTimeout(),
    `jetstream: { store_dir: ${quote(input.storeDir)} }`,
    ...(input.mqtt === undefined ? [] : [`mqtt: { listen: ${quote(`${host}:${input.mqtt.port}`)} }`]),
    ...accountsBlock(users),
    "",
  ].join("\n");
}

function userEntry(
  { username, password }: Login,
  { publish, subscribe }: Permissions,
  connection: "STANDARD" | "MQTT" = "STANDARD",
): string {
  if (username === "" || password === "") throw new TypeError("a login needs a user name and a password");
  return (
    `{ user: ${quote(username)}, password: ${quote(password)}, ` +
    `permissions: { publish: { allow: ${quoteAll(publish)} }, subscribe: { allow: ${quoteAll(subscribe)} } }, ` +
    `allowed_connection_types: [${connection}] }`
  );
}

function refuseDoubles(logins: readonly Login[]): void {
  const seen = new Set<string>();
  for (const { username } of logins) {
    if (seen.has(username)) throw new TypeError(`the user name ${JSON.stringify(username)} is given twice`);
    seen.add(username);
  }
}
