import type { ConnectionOptions, NatsConnection } from "nats";
import { defined } from "../contract/defined.ts";
import { demandsEncryption, hostAndPort, type ServerAddress } from "../contract/server-address.ts";
import { CertificateAsked, connectNats, type Lookup } from "./connect.ts";
import { authenticatorOf, type Credentials, unusableCredentials } from "./credentials.ts";
import { type Failure, failureOf } from "./failure.ts";
import { certificateFailure, type TlsPaths, tlsOptions, unusableTls } from "./tls.ts";

/** The options of {@link dialBroker}. */
export interface DialOptions {
  /** The servers of one broker. One `tls://` address demands TLS of all. */
  readonly servers: readonly ServerAddress[];
  /** Whether they are dialled in their order; default: in random order. */
  readonly inOrder?: boolean;
  readonly credentials: Credentials | undefined;
  readonly tls: TlsPaths | undefined;
  /** Prefix of the subjects of answers. Only this login may subscribe there. */
  readonly inboxPrefix?: string | undefined;
  /** Shown in the broker's monitoring. */
  readonly name: string;
  /** Milliseconds for each server to answer. */
  readonly timeout: number;
  /** Milliseconds between two pings of the client. After two pings without an answer the connection counts as lost. */
  readonly pingInterval: number;
  /** Whether a lost connection is redialled without limit. */
  readonly reconnect: boolean;
  readonly lookup?: Lookup;
}

/** The result of {@link dialBroker}. */
export type Dialled =
  | {
      readonly ok: true;
      readonly connection: NatsConnection;
      /** How long this server took, without those that were dialled before it. Milliseconds. */
      readonly took: number;
    }
  | { readonly ok: false; readonly failure: Failure };

/** Dials each server once until one answers. Unusable files are reported before any dial. Never rejects. */
export async function dialBroker(options: DialOptions): Promise<Dialled> {
  const { tls, credentials } = options;
  const unusable = unusableTls(tls) ?? unusableCredentials(credentials);
  if (unusable !== undefined) return { ok: false, failure: unusable };
  let dialledAt = performance.now();
  const onDial = (): void => {
    dialledAt = performance.now();
  };
  try {
    const all = { ...(await clientOptions(options)), onDial };
    const connection = await connectNats(all, options.lookup);
    return { ok: true, connection, took: performance.now() - dialledAt };
  } catch (error) {
    const failure = error instanceof CertificateAsked ? certificateFailure(error, tls) : failureOf(error);
    return { ok: false, failure };
  }
}

async function clientOptions(options: DialOptions): Promise<ConnectionOptions> {
  const { servers, inOrder = false, credentials, tls, inboxPrefix } = options;
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
    // Otherwise two refused logins, as while a broker starts or reloads its users, close the client for good.
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true, // the two stack traces per request take as long as the request; our errors have their own
    ...defined({ inboxPrefix, authenticator: credentials && authenticatorOf(credentials) }),
    ...(tls === undefined && !servers.some(demandsEncryption) ? {} : { tls: await tlsOptions(tls, servers) }),
  };
}
