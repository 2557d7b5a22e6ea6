import { createConnection, type Socket } from "node:net";
import type { ConnectionOptions, NatsConnection } from "nats";
import { NatsConnectionImpl, setTransportFactory } from "nats/lib/nats-base-client/internal_mod.js";
import { NodeTransport, nodeResolveHost } from "nats/lib/src/node_transport.js";

/** The addresses of a host name; the name itself where the OS is to be asked at the dial. */
export type Lookup = (host: string) => Promise<string[]>;

/** As the client looks names up by itself. */
export const resolveHost: Lookup = nodeResolveHost;

/**
 * As the `connect` of the nats package, which sets its own transport in the same way.
 * @throws {NatsError} as that one does
 */
export function connectNats(
  options: ConnectionOptions,
  lookup: Lookup = resolveHost,
): Promise<NatsConnection> {
  setTransportFactory({ factory: () => new TidyTransport(), dnsResolveFn: lookup });
  return NatsConnectionImpl.connect(options);
}

/**
 * The client's own transport, but one that hangs up when it is given up. That of nats 2.29.3 does nothing before it was
 * greeted (`_closed`), so that each dial of a server that accepts and says nothing would leave a socket open for ever, in
 * the client's own redials too; and a greeting that comes late would make of it a second connection.
 */
export class TidyTransport extends NodeTransport {
  #dialled: Socket | undefined;

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

  override close(error?: Error): Promise<void> {
    if (!this.connected) this.#dialled?.destroy();
    return super.close(error);
  }
}
