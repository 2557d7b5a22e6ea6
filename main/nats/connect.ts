import { createConnection, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { type ConnectionOptions, ErrorCode, type NatsConnection, type ServerInfo } from "nats";
import { NatsConnectionImpl, setTransportFactory } from "nats/lib/nats-base-client/internal_mod.js";
import { NodeTransport, nodeResolveHost } from "nats/lib/src/node_transport.js";
import { type BoundedTransport, boundParsers, ForeignServer, MAX_INFO_LINE } from "./bounds.ts";
import { type Connecting, connectAgain } from "./connect-again.ts";

/** Returns the addresses of a host name, or the name itself if the OS is to look it up at the dial. */
export type Lookup = (host: string) => Promise<string[]>;

/** The client's own name lookup. */
export const resolveHost: Lookup = nodeResolveHost;

/**
 * Like `connect` of the nats package, which also sets a transport, but for the given servers only. A server may name
 * others in its greeting, and the client would send its password to them too. So one false server could lead it
 * anywhere.
 * @throws {NatsError} (rejects) as `connect` does; {@link CertificateAsked}
 */
export async function connectNats(
  options: ConnectionOptions & { readonly onDial?: () => void },
  lookup: Lookup = resolveHost,
): Promise<NatsConnection> {
  setTransportFactory({ factory: () => new TidyTransport(), dnsResolveFn: lookup });
  boundParsers();
  let asksForCertificate = false;
  const onGreeting = ({ tls_verify }: ServerInfo): void => {
    asksForCertificate ||= tls_verify === true;
  };
  const watched: WatchedOptions = { ...options, ignoreClusterUpdates: true, onGreeting };
  try {
    return await NatsConnectionImpl.connect(watched);
  } catch (error) {
    throw asksForCertificate && isEndedByServer(error) ? new CertificateAsked(error) : error;
  }
}

/** Whether the server did not answer the login, ended the connection, or sent a TLS alert. */
function isEndedByServer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = "", chainedError } = error as Error & { code?: string; chainedError?: Error };
  if (code === ErrorCode.Timeout || code === ErrorCode.Disconnect) return true;
  return /ECONNRESET|EPIPE|SSL alert/.test(`${code} ${(chainedError ?? error).message}`);
}

/**
 * The server asks for a client certificate and probably refused ours, or got none. With TLS 1.3 it refuses after the
 * client considers the handshake complete. The client then sees an alert or the end of the connection; one that would
 * redial waits until its timeout.
 */
export class CertificateAsked extends Error {
  constructor(cause: unknown) {
    super("the server asks for a client certificate", { cause });
  }
}

interface WatchedOptions extends ConnectionOptions {
  /** Called before each server is dialled. */
  readonly onDial?: () => void;
  /** Called with the greeting of each dialled server. */
  readonly onGreeting: (info: ServerInfo) => void;
}

/** Maximum number of PONGs that a server has not read. The connection is ended then. */
const MAX_UNREAD_PONGS = 10_000;

/**
 * The client's transport, but with a `close` that always closes the socket. In nats 2.29.3 `close` does nothing before
 * the greeting (`_closed`). So each dial of a server that accepts and sends nothing leaves a socket open, also in the
 * client's redials, and a late greeting turns it into a second connection.
 */
export class TidyTransport extends NodeTransport implements BoundedTransport {
  openLine = 0;
  #isLeft = false;
  #dialled: Connecting | undefined;
  #unreadPongs = 0;

  /** Like the overridden method, but it keeps the socket before it is connected, and begins anew where that helps. */
  override dial({ hostname, port }: { hostname: string; port: number }): Promise<Socket> {
    this.#watched.onDial?.();
    this.#dialled = connectAgain(() => createConnection(port, hostname).setNoDelay(true));
    return this.#dialled.connected;
  }

  /** Like the overridden method, but the greeting has a limit. The caller closes the connection. */
  override peekInfo(): Promise<ServerInfo> {
    return new Promise((resolve, reject) => {
      let bytes = 0;
      this.socket.on("data", ({ length }: Uint8Array) => {
        bytes += length;
        if (bytes > MAX_INFO_LINE) reject(new ForeignServer(`a line of more than ${MAX_INFO_LINE} bytes`));
      });
      super.peekInfo().then((info) => {
        this.#watched.onGreeting?.(info);
        resolve(info);
      }, reject);
    });
  }

  /**
   * Like the overridden method, but clear text behind the greeting is refused. It would be read after the handshake,
   * as if the authenticated server had sent it, so an attacker on the network could inject a whole message.
   */
  override startTLS(): Promise<TLSSocket> {
    const greeting = Buffer.concat(this.yields);
    if (greeting.indexOf("\r\n") !== greeting.length - 2) {
      return Promise.reject(new ForeignServer("more than a greeting before TLS"));
    }
    return super.startTLS();
  }

  /**
   * Like the overridden method, but it ends the connection with a server that sends pings and does not read the
   * answers.
   */
  override send(frame: Uint8Array): void {
    if (isPong(frame)) this.#sendPong(frame);
    else super.send(frame);
  }

  #sendPong(frame: Uint8Array): void {
    this.#unreadPongs++;
    if (this.#unreadPongs > MAX_UNREAD_PONGS) {
      this.hangUp(new ForeignServer("it sends pings and does not read the answers"));
      return;
    }
    const written = (): void => {
      this.#unreadPongs--;
    };
    this._send(frame).then(written, () => {}); // the reading side notices a broken connection
  }

  get #watched(): Partial<WatchedOptions> {
    return this.options ?? {}; // none where a test dials
  }

  get isLeft(): boolean {
    return this.#isLeft || this.isClosed;
  }

  /**
   * Ends the connection, and the client redials if it may. It ends in a later turn of the event loop: the PONG of the
   * login may be in the same chunk, and the client would take the ended connection for an established one.
   */
  hangUp(error: Error): void {
    this.#isLeft = true;
    this.socket.pause();
    setImmediate(() => void this.close(error));
  }

  override close(error?: Error): Promise<void> {
    if (!this.connected) this.#dialled?.stop();
    return super.close(error);
  }
}

function isPong(frame: Uint8Array): boolean {
  return frame.length === 6 && frame[1] === 0x4f; // "PONG\r\n"; "PING\r\n" has the same length
}
