import type { ConnectionOptions, NatsConnection } from "nats";
import { NatsConnectionImpl, setTransportFactory } from "nats/lib/nats-base-client/internal_mod.js";
import { NodeTransport, nodeResolveHost } from "nats/lib/src/node_transport.js";

/**
 * The client's own transport, but one that closes what it gives up. Closed before the server's greeting came, that of
 * nats 2.29.3 does nothing (`_closed`): the socket of every such dial stays open for ever, and a greeting that comes late
 * makes of it a second connection, whose end takes the first one with it.
 */
export class TidyTransport extends NodeTransport {
  #isAbandoned = false;

  /** Idempotent: a connection that is closed between two dials closes the one that failed once more. */
  override close(error?: Error): Promise<void> {
    if (!this.connected && !this.#isAbandoned) this.#abandon();
    return super.close(error);
  }

  /** The socket that there is, and one that is still on its way: it is only known once it is connected. */
  #abandon(): void {
    this.#isAbandoned = true;
    let { socket } = this;
    socket?.destroy();
    Object.defineProperty(this, "socket", {
      get: () => socket,
      set: (late: typeof socket) => {
        socket = late;
        socket?.destroy();
      },
    });
  }
}

/** As the `connect` of nats, which sets its own transport in the same way. */
export function connect(options: ConnectionOptions): Promise<NatsConnection> {
  setTransportFactory({ factory: () => new TidyTransport(), dnsResolveFn: nodeResolveHost });
  return NatsConnectionImpl.connect(options);
}
