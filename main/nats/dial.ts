import type { ConnectionOptions, NatsConnection } from "nats";
import { defined } from "../contract/defined.ts";
import { demandsEncryption, hostAndPort, type ServerAddress } from "../contract/server-address.ts";
import { CertificateAsked, connectNats, type Lookup } from "./connect.ts";
import { authenticatorOf, type Credentials, unusableCredentials } from "./credentials.ts";
import { type Failure, failureOf } from "./failure.ts";
import { certificateFailure, type TlsPaths, tlsOptions, unusableTls } from "./tls.ts";

export interface DialOptions {
  /** Any of them serves, in any order. One `tls://` address demands TLS of all. */
  readonly servers: readonly ServerAddress[];
  /** Whether they are dialled in their order instead. */
  readonly inOrder?: boolean;
  readonly credentials: Credentials | undefined;
  readonly tls: TlsPaths | undefined;
  /** Where answers arrive; only this login may subscribe there. */
  readonly inboxPrefix?: string | undefined;
  /** Shown in the broker's monitoring. */
  readonly name: string;
  /** Milliseconds for each server to answer. */
  readonly timeout: number;
  /** Milliseconds between two pings of the client's own; after two without an answer the connection is lost. */
  readonly pingInterval: number;
  /** Whether a lost connection is dialled again, for ever. */
  readonly reconnect: boolean;
  /** Milliseconds from one dial of a server to the next one of the same; left out: half a second and a part by chance. */
  readonly redialDelay?: () => number;
  readonly lookup?: Lookup;
}

export type Dialled =
  | { readonly ok: true; readonly connection: NatsConnection }
  | { readonly ok: false; readonly failure: Failure };

/** Dials each server once, until one answers. What cannot be used of the files is found before. Never rejects. */
export async function dialBroker(options: DialOptions): Promise<Dialled> {
  const { tls, credentials } = options;
  const unusable = unusableTls(tls) ?? unusableCredentials(credentials);
  if (unusable !== undefined) return { ok: false, failure: unusable };
  try {
    return { ok: true, connection: await connectNats(await clientOptions(options), options.lookup) };
  } catch (error) {
    const failure = error instanceof CertificateAsked ? certificateFailure(error, tls) : failureOf(error);
    return { ok: false, failure };
  }
}

async function clientOptions(options: DialOptions): Promise<ConnectionOptions> {
  const { servers, inOrder = false, credentials, tls, inboxPrefix, redialDelay } = options;
  const { name, timeout, pingInterval, reconnect } = options;
  return {
    servers: servers.map(hostAndPort),
    noRandomize: inOrder,
    name,
    timeout,
    pingInterval,
    maxPingOut: 2,
    reconnect,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 1000,
    reconnectJitterTLS: 2000,
    ...defined({ reconnectDelayHandler: redialDelay }),
    // Otherwise two refusals, as of a broker that is starting or reloads its users, close the client for good.
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true, // two stack traces for each request cost as much as the request; our errors have their own
    ...defined({ inboxPrefix, authenticator: credentials && authenticatorOf(credentials) }),
    ...(tls === undefined && !servers.some(demandsEncryption) ? {} : { tls: await tlsOptions(tls, servers) }),
  };
}
