import type { BrokerReason } from "../contract/broker-reason.ts";
import { parseServerAddress, type ServerAddress } from "../contract/server-address.ts";
import { BrokerError } from "./broker-error.ts";
import type { NatsConnection } from "./connection.ts";
import type { Credentials } from "./credentials.ts";
import { dialBroker } from "./dial.ts";
import type { Failure } from "./failure.ts";

export interface BrokerOptions {
  /** `nats://host:port` or `tls://host:port`; any of them serves. One `tls://` address demands TLS of all. */
  readonly servers: readonly string[];
  readonly username?: string;
  readonly password?: string;
  /** A `.creds` file (JWT and seed). */
  readonly credsFile?: string;
  /** The text of one. */
  readonly creds?: string;
  /** A file that holds an nkey seed. */
  readonly nkeyFile?: string;
  readonly tls?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  /** Shown in the broker's monitoring. */
  readonly name?: string;
  /** Where answers arrive; the login must be allowed to subscribe `<inboxPrefix>.>`. See `writerInbox`. */
  readonly inboxPrefix?: string;
  /** Milliseconds for each server to answer; default 3000. */
  readonly timeoutMs?: number;
  /** Whether a lost connection is dialled again, for ever; default true. A command that ends soon wants false. */
  readonly reconnect?: boolean;
}

/** Milliseconds that one server has to answer a dial. */
const DIAL_TIMEOUT = 3000;
/** Milliseconds: a service that writes all day soon wants to know of a half-open connection. */
const PING_INTERVAL = 20_000;

/**
 * A connection to the broker. The first dial is tried once per server; after that it reconnects for ever.
 * @throws {BrokerError} with a reason and with words that say what to do
 */
export async function connectBroker(options: BrokerOptions): Promise<NatsConnection> {
  const dialled = await dialBroker({
    servers: addressesOf(options.servers),
    credentials: credentialsOf(options),
    tls: options.tls,
    inboxPrefix: options.inboxPrefix,
    name: options.name ?? "alrimi",
    timeout: options.timeoutMs ?? DIAL_TIMEOUT,
    pingInterval: PING_INTERVAL,
    reconnect: options.reconnect ?? true,
  });
  if (dialled.ok) return dialled.connection;
  throw asBrokerError(dialled.failure, options.servers);
}

/** The servers, of which one without a scheme is left to decide about TLS. @throws {BrokerError} `bad-server` */
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

/** A failure, as an error that the caller of a library or a command is told. */
export function asBrokerError(
  { reason, file, detail, error }: Failure,
  servers: readonly string[],
): BrokerError {
  const make = (as: BrokerReason, about: string, why: string) =>
    new BrokerError(as, about, why, { cause: error });
  if (reason === "bad-credentials") return make("bad-file", "creds", "no-credentials");
  return make(reason, file ?? servers.join(", "), detail);
}
