import type { BrokerReason } from "../contract/broker-reason.ts";
import { parseServerAddress, type ServerAddress } from "../contract/server-address.ts";
import { BrokerError } from "./broker-error.ts";
import type { NatsConnection } from "./connection.ts";
import type { Credentials } from "./credentials.ts";
import { dialBroker } from "./dial.ts";
import type { Failure } from "./failure.ts";

/** The broker's address and the login. Use one of password, `.creds` and nkey. */
export interface BrokerOptions {
  /** `nats://host:port` or `tls://host:port` of one broker. One `tls://` address demands TLS of all. */
  readonly servers: readonly string[];
  readonly username?: string;
  readonly password?: string;
  /** A `.creds` file (JWT and seed). */
  readonly credsFile?: string;
  /** The text of a `.creds` file. */
  readonly creds?: string;
  /** A file that holds an nkey seed. */
  readonly nkeyFile?: string;
  readonly tls?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  /** Shown in the broker's monitoring. */
  readonly name?: string;
  /**
   * Prefix of the subjects of answers. The login must be allowed to subscribe to `<inboxPrefix>.>`. See `writerInbox`.
   */
  readonly inboxPrefix?: string;
  /** Milliseconds for each server to answer; default 3000. */
  readonly timeoutMs?: number;
  /** Whether a lost connection is redialled without limit; default true. A short command sets false. */
  readonly reconnect?: boolean;
  /** Milliseconds between two pings; default 20,000. After two without an answer the connection counts as lost. */
  readonly pingIntervalMs?: number;
}

/** Milliseconds for one server to answer a dial. */
const DIAL_TIMEOUT = 3000;
/** Milliseconds. Short, so that a publishing service notices a half-open connection soon. */
const PING_INTERVAL = 20_000;

/**
 * Connects to the broker. The first dial is tried once per server. A lost connection is redialled without limit, unless
 * `reconnect` is false.
 * @throws {BrokerError} (rejects) with a reason, and advice in its message
 */
export async function connectBroker(options: BrokerOptions): Promise<NatsConnection> {
  const dialled = await dialBroker({
    servers: addressesOf(options.servers),
    credentials: credentialsOf(options),
    tls: options.tls,
    inboxPrefix: options.inboxPrefix,
    name: options.name ?? "alrimi",
    timeout: options.timeoutMs ?? DIAL_TIMEOUT,
    pingInterval: options.pingIntervalMs ?? PING_INTERVAL,
    reconnect: options.reconnect ?? true,
  });
  if (dialled.ok) return dialled.connection;
  throw asBrokerError(dialled.failure, options.servers);
}

/** Parses the servers. Without a scheme the server decides about TLS. @throws {BrokerError} `bad-server` */
export function addressesOf(servers: readonly string[]): readonly ServerAddress[] {
  if (servers.length === 0) throw new BrokerError("bad-server", "");
  return servers.map((server) => {
    const address = parseServerAddress(server, "nats");
    if (!address.ok) throw new BrokerError("bad-server", server);
    return address.value;
  });
}

function credentialsOf(options: BrokerOptions): Credentials | undefined {
  const { creds, credsFile, nkeyFile, username, password } = options;
  if (creds !== undefined) return { creds };
  if (credsFile !== undefined) return { credsFile };
  if (nkeyFile !== undefined) return { nkeyFile };
  return username === undefined ? undefined : { username, password };
}

/** Turns a failed dial into an error for the caller of the library or the command. */
export function asBrokerError(
  { reason, file, detail, error }: Failure,
  servers: readonly string[],
): BrokerError {
  const make = (as: BrokerReason, about: string, why: string) =>
    new BrokerError(as, about, why, { cause: error });
  if (reason === "bad-credentials") return make("bad-file", "creds", "no-credentials");
  return make(reason, file ?? servers.join(", "), detail);
}
