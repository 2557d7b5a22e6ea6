import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/**
 * A way to a server on the loopback that can stop passing bytes. Nothing is closed then, as with a cable that is out:
 * what was sent meanwhile arrives when it is in again.
 */
export class Cable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(port: number): Promise<Cable> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const cable = new Cable(server);
    server.on("connection", (client) => {
      const upstream = connect({ port, host: "127.0.0.1", allowHalfOpen: true }).pause();
      cable.#join(client, upstream);
      cable.#join(upstream, client);
      cable.#flow();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return cable;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.pause();
  }

  mend(): void {
    this.#isCut = false;
    this.#flow();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    from.on("data", (bytes) => {
      if (!to.write(bytes)) from.pause();
    });
    to.on("drain", () => this.#flow());
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }

  #flow(): void {
    if (this.#isCut) return;
    for (const socket of this.#sockets) socket.resume();
  }
}
