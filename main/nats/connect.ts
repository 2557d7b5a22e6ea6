import { createConnection, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { type ConnectionOptions, ErrorCode, type NatsConnection, NatsError, type ServerInfo } from "nats";
import { NatsConnectionImpl, setTransportFactory } from "nats/lib/nats-base-client/internal_mod.js";
import { NodeTransport, nodeResolveHost } from "nats/lib/src/node_transport.js";
import { type BoundedTransport, boundParsers, ForeignServer, MAX_INFO_LINE } from "./bounds.ts";

/** The addresses of a host name; the name itself where the OS is to be asked at the dial. */
export type Lookup = (host: string) => Promise<string[]>;

/** As the client looks names up by itself. */
export const resolveHost: Lookup = nodeResolveHost;

/**
 * As the `connect` of the nats package, which sets its own transport in the same way; but to the given servers alone.
 * A server may name others in its greeting, and the client would go there as well, with its password: a false server,
 * reached once, could send it anywhere.
 * @throws {NatsError} as that one does; {@link CertificateAsked}
 */
export async function connectNats(
  options: ConnectionOptions,
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
    const isTimeout = error instanceof NatsError && error.code === ErrorCode.Timeout;
    throw isTimeout && asksForCertificate ? new CertificateAsked(error) : error;
  }
}

/**
 * A server asks its clients for a certificate, and did not like ours, or missed one. With TLS 1.3 it refuses when the
 * client takes the handshake for done, and the client then waits for an answer until its time is over.
 */
export class CertificateAsked extends Error {
  constructor(cause: unknown) {
    super("the server asks for a client certificate", { cause });
  }
}

interface WatchedOptions extends ConnectionOptions {
  /** Called with what a server says of itself when it is dialled. */
  readonly onGreeting: (info: ServerInfo) => void;
}

/** Answers to a server's pings that it has not read yet; after so many it is hung up on. */
const MAX_UNREAD_PONGS = 10_000;

/**
 * The client's own transport, but one that hangs up when it is given up. That of nats 2.29.3 does nothing before it was
 * greeted (`_closed`), so that each dial of a server that accepts and says nothing would leave a socket open for ever, in
 * the client's own redials too; and a greeting that comes late would make of it a second connection.
 */
export class TidyTransport extends NodeTransport implements BoundedTransport {
  /** As the interface says; so below. */
  openLine = 0;
  #isLeft = false;
  #dialled: Socket | undefined;
  #unreadPongs = 0;

  /** As the one it overrides; but the socket is known before it is connected. */
  override dial({ hostname, port }: { hostname: string; port: number }): Promise<Socket> {
    const socket = createConnection(port, hostname).setNoDelay(true);
    this.#dialled = socket;
    return new Promise((resolve, reject) => {
      let trouble: Error | undefined;
      socket.on("connect", () => {
        socket.removeAllListeners();
        resolve(socket);
      });
      socket.on("error", (error) => {
        trouble = error;
      });
      socket.on("close", () => reject(trouble));
    });
  }

  /** As the one it overrides; but a greeting has an end. The caller hangs up. */
  override peekInfo(): Promise<ServerInfo> {
    return new Promise((resolve, reject) => {
      let bytes = 0;
      this.socket.on("data", ({ length }: Uint8Array) => {
        bytes += length;
        if (bytes > MAX_INFO_LINE) reject(new ForeignServer(`a line of more than ${MAX_INFO_LINE} bytes`));
      });
      super.peekInfo().then((info) => {
        (this.options as Partial<WatchedOptions> | undefined)?.onGreeting?.(info);
        resolve(info);
      }, reject);
    });
  }

  /**
   * As the one it overrides; but nothing is taken that came in the clear behind the greeting. It would be read after the
   * handshake, as if the server with the certificate had said it: a whole message, put in by whoever is on the way.
   */
  override startTLS(): Promise<TLSSocket> {
    const greeting = Buffer.concat(this.yields);
    if (greeting.indexOf("\r\n") !== greeting.length - 2) {
      return Promise.reject(new ForeignServer("more than a greeting before TLS"));
    }
    return super.startTLS();
  }

  /** As the one it overrides; but a server that asks and does not read the answers is hung up on. */
  override send(frame: Uint8Array): void {
    if (isPong(frame)) this.#sendPong(frame);
    else super.send(frame);
  }

  #sendPong(frame: Uint8Array): void {
    this.#unreadPongs++;
    if (this.#unreadPongs > MAX_UNREAD_PONGS) {
      this.hangUp(new ForeignServer("it does not read what it asked for"));
      return;
    }
    const written = (): void => {
      this.#unreadPongs--;
    };
    this._send(frame).then(written, () => {}); // a connection that broke is noticed by its reading end
  }

  get isLeft(): boolean {
    return this.#isLeft || this.isClosed;
  }

  /**
   * Ends the connection; the client dials again if it may. Not within this turn: the pong of the login may have come in
   * the same breath, and the client would take a connection that ended meanwhile for one that stands.
   */
  hangUp(error: Error): void {
    this.#isLeft = true;
    this.socket.pause();
    setImmediate(() => void this.close(error));
  }

  override close(error?: Error): Promise<void> {
    if (!this.connected) this.#dialled?.destroy();
    return super.close(error);
  }
}

function isPong(frame: Uint8Array): boolean {
  return frame.length === 6 && frame[1] === 0x4f; // "PONG\r\n"; a PING is as long
}
