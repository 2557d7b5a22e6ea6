import { readFile } from "node:fs/promises";
import { checkServerIdentity } from "node:tls";
import {
  type Authenticator,
  type ConnectionOptions,
  credsAuthenticator,
  type NatsConnection,
  NatsError,
  nkeyAuthenticator,
  type TlsOptions,
} from "nats";
import type { BrokerReason } from "../contract/broker-reason.ts";
import { BrokerError } from "./broker-error.ts";
import { CertificateAsked, connectNats } from "./connect.ts";
import { nkeySeed } from "./nkey-file.ts";
import { identityCheck } from "./server-identity.ts";
import { hasExpired, tlsFault } from "./tls-files.ts";

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

/**
 * A connection to the broker. The first dial is tried once per server; after that it reconnects for ever.
 * @throws {BrokerError} with a reason and with words that say what to do
 */
export async function connectBroker(options: BrokerOptions): Promise<NatsConnection> {
  const about = options.servers.join(", ");
  for (const server of options.servers) if (!isServer(server)) throw new BrokerError("bad-server", server);
  if (options.servers.length === 0) throw new BrokerError("bad-server", "");
  const natsOptions = await connectionOptions(options);
  try {
    return await connectNats(natsOptions);
  } catch (error) {
    if (error instanceof CertificateAsked) throw await aboutCertificate(error, options);
    throw new BrokerError(reasonOf(error), about, textOf(error), { cause: error });
  }
}

async function connectionOptions(options: BrokerOptions): Promise<ConnectionOptions> {
  const { tls } = options;
  await checkTlsFiles(tls); // the client's own error would not name the file
  const wantsTls = tls !== undefined || options.servers.some((server) => server.startsWith("tls:"));
  const authenticator = await authenticatorOf(options);
  return {
    servers: options.servers.map((server) => server.replace(/^(nats|tls):\/\//, "")),
    name: options.name ?? "alrimi",
    timeout: options.timeoutMs ?? 3000,
    reconnect: options.reconnect ?? true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 1000,
    reconnectJitterTLS: 2000,
    ignoreAuthErrorAbort: true, // else two refusals during a reload of the broker's users close the client for good
    pingInterval: 20_000,
    maxPingOut: 2,
    noAsyncTraces: true, // two stack traces for each request, half of its processor time; a BrokerError has its own
    ...(options.inboxPrefix === undefined ? {} : { inboxPrefix: options.inboxPrefix }),
    ...(wantsTls ? { tls: tlsOptions(options) } : {}),
    ...(options.username === undefined ? {} : { user: options.username }),
    ...(options.password === undefined ? {} : { pass: options.password }),
    ...(authenticator === undefined ? {} : { authenticator }),
  };
}

function tlsOptions({ tls, servers }: BrokerOptions): TlsOptions {
  return {
    ...tls,
    // Goes to Node as it is, though the client's types do not know it.
    ...{ checkServerIdentity: identityCheck(servers, checkServerIdentity) },
  };
}

async function authenticatorOf({
  credsFile,
  creds,
  nkeyFile,
}: BrokerOptions): Promise<Authenticator | undefined> {
  if (creds !== undefined) return proven("creds", credsAuthenticator(new TextEncoder().encode(creds)));
  if (credsFile !== undefined) return proven(credsFile, credsAuthenticator(await readSecret(credsFile)));
  if (nkeyFile === undefined) return undefined;
  const file = await readSecret(nkeyFile);
  return proven(
    nkeyFile,
    nkeyAuthenticator(() => nkeySeed(file)),
  );
}

/** Signs once: a file that holds no usable seed is told by its name, not by a decoder's error in mid-handshake. */
function proven(file: string, authenticator: Authenticator): Authenticator {
  try {
    authenticator("probe");
    return authenticator;
  } catch (cause) {
    throw new BrokerError("bad-file", file, "no-credentials", { cause });
  }
}

/** @throws {BrokerError} `bad-file` */
async function checkTlsFiles(tls: BrokerOptions["tls"] = {}): Promise<void> {
  const paths = { ca: tls.caFile, cert: tls.certFile, key: tls.keyFile };
  const read = async (file: string | undefined) => (file === undefined ? undefined : readSecret(file));
  const [ca, cert, key] = await Promise.all([read(paths.ca), read(paths.cert), read(paths.key)]);
  const fault = tlsFault({ ca, cert, key });
  if (fault !== undefined) throw new BrokerError("bad-file", paths[fault.which] ?? "", fault.detail);
}

/** A server asks for a certificate: it did not get one, or one that has ended, or does not take it. */
async function aboutCertificate(
  cause: CertificateAsked,
  { servers, tls }: BrokerOptions,
): Promise<BrokerError> {
  const file = tls?.certFile;
  if (file !== undefined && hasExpired(await readSecret(file), Date.now())) {
    return new BrokerError("bad-file", file, "certificate-expired", { cause });
  }
  const detail = file === undefined ? cause.message : `${cause.message}, and does not take ${file}`;
  return new BrokerError("tls", servers.join(", "), detail, { cause });
}

async function readSecret(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new BrokerError("bad-file", file, cause.code ?? cause.message, { cause });
  });
}

function isServer(server: string): boolean {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `nats://${server}`;
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    (url.protocol === "nats:" || url.protocol === "tls:") &&
    url.hostname !== "" &&
    url.username === "" &&
    url.password === "" &&
    (url.pathname === "" || url.pathname === "/")
  );
}

const UNREACHABLE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ECONNRESET|EPIPE)$/;
const TLS = /certificate|self.signed|TLS|SSL|ERR_OSSL|altname/i;

function reasonOf(error: unknown): BrokerReason {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = textOf(error);
  if (error instanceof NatsError) {
    if (error.isAuthError()) return "authorization";
    if (code === "TIMEOUT" || code === "CONNECTION_TIMEOUT" || code === "AUTHENTICATION_TIMEOUT")
      return "timeout";
    if (code === "SERVER_OPT_NA" || code === "TLS") return "tls";
    if (code === "CONNECTION_REFUSED" || code === "DISCONNECT") return "unreachable";
    return "not-nats";
  }
  if (UNREACHABLE.test(code)) return "unreachable";
  if (code === "ETIMEDOUT") return "timeout";
  return TLS.test(`${code} ${text}`) ? "tls" : "not-nats";
}

function textOf(error: unknown): string {
  if (error instanceof NatsError) return error.chainedError?.message || error.message || error.code;
  return error instanceof Error ? error.message : String(error);
}
