import {
  type Authenticator,
  type ConnectionOptions,
  createInbox,
  credsAuthenticator,
  DebugEvents,
  ErrorCode,
  Events,
  type NatsConnection,
  NatsError,
  nkeyAuthenticator,
  usernamePasswordAuthenticator,
} from "nats";
import type { AnyCredentials } from "../../core/account/credentials.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../../files/read-file.ts";
import { CertificateAsked, connectNats, type Lookup, resolveHost } from "../../nats/connect.ts";
import { nkeySeed } from "../../nats/nkey-file.ts";
import { DirectGets } from "./direct-gets.ts";
import { lookupWithin } from "./name-lookup.ts";
import { type ClientMessage, NatsMessage } from "./nats-message.ts";
import { lastOf, spreadRedials } from "./redials.ts";
import { aboutCertificate, unreadable, unusableTlsFile } from "./tls-failure.ts";
import { tlsOptions } from "./tls-options.ts";
import type { BrokerAddress, Dial, DialFailure, Link, LinkEvent } from "./transport.ts";

/** Milliseconds that one server has to answer a dial. */
const DIAL_TIMEOUT = 3_000;
/** Milliseconds that the name service has for the addresses of one server. */
const LOOKUP_TIMEOUT = 3_000;
/**
 * Milliseconds. The heartbeat, or the feed where there is none, notices a half-open connection within a minute; the
 * client's own pings would wake an idle computer for nothing, and are the last resort.
 */
const PING_INTERVAL = 120_000;

/** The broker over the `nats` package: the only file of the app that knows it. */
export const dialNats: Dial = natsDial();

export interface NatsDialOptions {
  /** Milliseconds; a test that waits for a dead connection to be noticed takes less. So below. */
  readonly pingInterval?: number;
  readonly dialTimeout?: number;
  readonly lookupTimeout?: number;
  readonly lookup?: Lookup;
  /** 0 inclusive … 1 exclusive. */
  readonly random?: () => number;
}

export function natsDial(options: NatsDialOptions = {}): Dial {
  const {
    pingInterval = PING_INTERVAL,
    dialTimeout = DIAL_TIMEOUT,
    lookupTimeout = LOOKUP_TIMEOUT,
  } = options;
  const { lookup = resolveHost, random = Math.random } = options;
  const boundedLookup = lookupWithin(lookupTimeout, lookup);
  return async (address, onEvent) => {
    const unusable = checkSecrets(address);
    if (unusable !== undefined) return { ok: false, failure: unusable };
    try {
      const redials = spreadRedials(random);
      const connection = await connectNats(
        {
          ...(await connectionOptions(address, random)),
          reconnectDelayHandler: redials.delay,
          timeout: dialTimeout,
          pingInterval,
        },
        boundedLookup,
      );
      const gets = new DirectGets(connection, createInbox(address.inboxPrefix));
      void watch(connection, gets, onEvent, redials.dialled);
      return { ok: true, link: natsLink(connection, gets, onEvent) };
    } catch (error) {
      const failure =
        error instanceof CertificateAsked ? aboutCertificate(error, address.tls) : dialFailure(error);
      return { ok: false, failure };
    }
  };
}

async function connectionOptions(
  { servers, avoid, inboxPrefix, credentials, tls }: BrokerAddress,
  random: () => number,
): Promise<ConnectionOptions> {
  return {
    servers: avoid === undefined ? [...servers] : lastOf(servers, avoid, random),
    noRandomize: avoid !== undefined,
    name: "alrimi",
    inboxPrefix,
    maxReconnectAttempts: -1,
    maxPingOut: 2,
    // Otherwise two authentication errors, such as a broker that is still starting gives, close the client for good.
    ignoreAuthErrorAbort: true,
    // The first dial has its own loop in the feed, which shows what goes on.
    waitOnFirstConnect: false,
    noAsyncTraces: true, // two stack traces a request would cost more than the request
    ...(credentials === undefined ? {} : { authenticator: authenticator(credentials) }),
    ...(tls === undefined && !servers.some((server) => server.startsWith("tls:"))
      ? {}
      : { tls: await tlsOptions(tls, servers) }),
  };
}

/** Files are read again at each dial, so that rotated credentials need no restart. */
function authenticator(credentials: AnyCredentials): Authenticator {
  if ("username" in credentials) {
    return usernamePasswordAuthenticator(credentials.username, credentials.password);
  }
  if ("credsFile" in credentials)
    return credsAuthenticator(() => readGivenFile(credentials.credsFile, MAX_GIVEN_FILE));
  if ("nkeyFile" in credentials)
    return nkeyAuthenticator(() => nkeySeed(readGivenFile(credentials.nkeyFile, MAX_GIVEN_FILE)));
  if ("creds" in credentials) return credsAuthenticator(Buffer.from(credentials.creds));
  return nkeyAuthenticator(Buffer.from(credentials.nkeySeed));
}

/** The client's own errors would not name the file; and those of a text might quote it. */
function checkSecrets({ credentials, tls }: BrokerAddress): DialFailure | undefined {
  const failure = unusableTlsFile(tls);
  if (failure !== undefined) return failure;
  if (credentials === undefined || "username" in credentials) return undefined;
  const read = (): unknown => authenticator(credentials)("nonce");
  if ("credsFile" in credentials) return orUnreadable(credentials.credsFile, read);
  if ("nkeyFile" in credentials) return orUnreadable(credentials.nkeyFile, read);
  try {
    read();
    return undefined;
  } catch {
    return { kind: "refused", cause: "credentials", detail: "the credentials are damaged" };
  }
}

function orUnreadable(file: string, read: () => unknown): DialFailure | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return unreadable(file, error);
  }
}

function natsLink(connection: NatsConnection, gets: DirectGets, onEvent: (event: LinkEvent) => void): Link {
  return {
    get server() {
      return connection.getServer();
    },
    get isClustered() {
      return (connection.info?.cluster ?? "") !== "";
    },
    subscribe(subject, onMessage, onDenied) {
      const subscription = connection.subscribe(subject, {
        callback: (error, message) => {
          if (error !== null) return onDenied();
          onMessage(new NatsMessage(message as unknown as ClientMessage));
        },
      });
      return () => subscription.unsubscribe();
    },
    directGet: (stream, subject, timeout) => gets.get(stream, subject, timeout),
    async ping(timeout) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), timeout);
      });
      const answered = connection.flush().then(
        () => true,
        () => false,
      );
      const isAlive = await Promise.race([answered, late]);
      clearTimeout(timer);
      if (isAlive) onEvent({ kind: "heard" });
      return isAlive;
    },
    redial() {
      connection.reconnect().catch(() => {}); // rejects only once closed
    },
    async close() {
      await connection.close().catch(() => {});
    },
  };
}

async function watch(
  connection: NatsConnection,
  gets: DirectGets,
  onEvent: (event: LinkEvent) => void,
  dialled: () => void,
): Promise<void> {
  void connection.closed().then(() => onEvent({ kind: "closed" }));
  for await (const status of connection.status()) {
    switch (status.type) {
      case Events.Disconnect:
        onEvent({ kind: "disconnected" });
        break;
      case Events.Reconnect:
        onEvent({ kind: "reconnected" });
        break;
      case Events.Error:
        if (status.permissionContext?.operation === "publish") gets.denied(status.permissionContext.subject);
        if (isRefusal(status.data)) {
          onEvent({
            kind: "failed",
            cause: { kind: "refused", cause: "credentials", detail: String(status.data) },
          });
        }
        break;
      case DebugEvents.Reconnecting:
        dialled();
        break;
      case DebugEvents.PingTimer:
        // One ping is out: the one before it was answered.
        if (Number(status.data) <= 1) onEvent({ kind: "heard" });
        break;
    }
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}

function isRefusal(code: unknown): boolean {
  return (
    code === ErrorCode.AuthorizationViolation ||
    code === ErrorCode.AuthenticationExpired ||
    code === ErrorCode.AuthenticationTimeout ||
    code === ErrorCode.AccountExpired ||
    code === ErrorCode.BadCreds ||
    code === ErrorCode.BadAuthentication
  );
}

/** What went wrong with a dial, in the words of the connection states. */
function dialFailure(error: unknown): DialFailure {
  const detail = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  const lost = (cause: "unreachable" | "no-answer" | "not-nats" | "tls"): DialFailure => ({
    kind: "lost",
    cause,
    detail: code === "" ? detail : `${code}: ${detail}`,
  });
  if (isRefusal(code)) return { kind: "refused", cause: "credentials", detail };
  if (code === ErrorCode.Timeout) return lost("no-answer");
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code) || detail === "tls") {
    return lost("tls");
  }
  // An answer that is not NATS's greeting fails in the client's parser, with no code of the network.
  if (error instanceof NatsError || code !== "") return lost("unreachable");
  return /unexpected response|JSON/i.test(detail) ? lost("not-nats") : lost("unreachable");
}
