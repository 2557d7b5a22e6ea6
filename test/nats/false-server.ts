import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

const GREETING = { server_id: "x", version: "2.10.0", headers: true, max_payload: 1024 };

/** When the server says what it should not: at once, instead of the first pong, or once the client is connected. */
export type Moment = "greeting" | "login" | "connected";

export interface FalseServerOptions {
  readonly at: Moment;
  /** Said once. */
  readonly says?: string;
  /** Said again and again until the client hangs up, and counted. */
  readonly repeats?: string;
  /** Fields of its greeting. */
  readonly info?: Readonly<Record<string, unknown>>;
  /** It reads nothing from then on. */
  readonly isDeaf?: boolean;
}

/** Greets as nats-server does, until it does not. */
export class FalseServer {
  readonly #server: Server;
  readonly #options: FalseServerOptions;
  readonly sockets: Socket[] = [];
  /** Everything that clients sent. */
  heard = "";
  /** Bytes that the first client took of what is repeated. */
  poured = 0;

  private constructor(options: FalseServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  static async start(options: FalseServerOptions): Promise<FalseServer> {
    const server = new FalseServer(options);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  /** Whether it was dialled, and its first client hung up. */
  get wasLeft(): boolean {
    return this.sockets[0]?.destroyed ?? false;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(socket: Socket): void {
    const { at, info } = this.#options;
    this.sockets.push(socket);
    socket.on("error", () => {});
    if (at === "greeting") {
      this.#misbehave(socket);
      return;
    }
    socket.write(`INFO ${JSON.stringify({ ...GREETING, ...info })}\r\n`);
    let isConnected = false;
    socket.on("data", (chunk) => {
      const text = chunk.toString("latin1");
      this.heard += text;
      if (!text.includes("PING\r\n")) return;
      if (at === "login") this.#misbehave(socket);
      else socket.write("PONG\r\n");
      if (at === "connected" && !isConnected) setImmediate(() => this.#misbehave(socket));
      isConnected = true;
    });
  }

  #misbehave(socket: Socket): void {
    const { says = "", repeats, isDeaf } = this.#options;
    if (isDeaf === true) socket.pause();
    if (says !== "") socket.write(says, "latin1");
    if (repeats === undefined) return;
    const more = Buffer.from(repeats.repeat(Math.ceil(32_768 / repeats.length)), "latin1");
    const pour = (): void => {
      if (socket.destroyed) return;
      socket.write(more, (error) => {
        if (error) return;
        if (socket === this.sockets[0]) this.poured += more.length;
        setImmediate(pour);
      });
    };
    pour();
  }
}
