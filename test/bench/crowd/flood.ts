import { connect, type Socket } from "node:net";
import { KEEPER_INBOX, writerInbox } from "../../../main/nats/permissions.ts";
import { eventText, newsFor, passwordOf, SERVICES, userId } from "./company.ts";
import { greeting, type WireHandler, WireParser } from "./wire.ts";

/** Messages on their way at one time, of one service. */
const WINDOW = 256;
const ACK_TIMEOUT = 2_000;

/** Where events go: to the stream that the apps read, with the keeper's login, or as services to the intake. */
export type Into = "stream" | "intake";

/**
 * Publishes a new event for everybody, of every service or of one, in plain JetStream publishes; resolves when the
 * broker has acknowledged every one. What is refused or not answered while a broker is away or elects is sent again.
 */
export async function publishForAll(
  ports: readonly number[],
  people: number,
  sequence: number,
  what: "every-service" | "one-service",
  into: Into = "stream",
): Promise<void> {
  const everybody = Array.from({ length: people }, (_, index) => index);
  await Promise.all(
    SERVICES.map((service, which) => {
      const readers = everybody.filter((index) => what === "every-service" || newsFor(index) === which);
      return new ServiceFlood(ports, service, readers, sequence, into).run();
    }),
  );
}

class ServiceFlood implements WireHandler {
  readonly #ports: readonly number[];
  readonly #service: string;
  readonly #sequence: number;
  readonly #into: Into;
  readonly #inbox: string;
  readonly #todo: number[];
  readonly #sent = new Map<number, number>();
  #left: number;
  #socket: Socket | undefined;
  #parser = new WireParser();
  #isUp = false;
  #dials = 0;
  #resolve: () => void = () => {};

  constructor(
    ports: readonly number[],
    service: string,
    people: readonly number[],
    sequence: number,
    into: Into,
  ) {
    this.#ports = ports;
    this.#service = service;
    this.#sequence = sequence;
    this.#into = into;
    this.#inbox = into === "intake" ? `${writerInbox(service)}.flood` : `${KEEPER_INBOX}.${service}.flood`;
    this.#todo = [...people];
    this.#left = people.length;
  }

  async run(): Promise<void> {
    if (this.#left === 0) return;
    const timer = setInterval(() => this.#sendLateAgain(), 250);
    try {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        this.#dial();
      });
    } finally {
      clearInterval(timer);
      this.#socket?.destroy();
    }
  }

  info(): void {
    // With the keeper's login the broker and the apps are measured without the keeper's own work.
    const name = this.#into === "intake" ? `writer-${this.#service}` : "keeper";
    if (!this.#isUp) this.#socket?.write(greeting(name, passwordOf(name)));
  }

  ping(): void {
    this.#socket?.write("PONG\r\n");
  }

  pong(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#socket?.write(`SUB ${this.#inbox}.* 1\r\n`);
    this.#send();
  }

  message(subject: string, status: number, payload: Buffer): void {
    const index = Number(subject.slice(subject.lastIndexOf(".") + 1));
    if (!this.#sent.delete(index)) return;
    if (status === 0 && !payload.includes('"error"')) {
      this.#left--;
      if (this.#left === 0) this.#resolve();
      if (this.#sent.size < WINDOW / 2) this.#send();
    } else {
      this.#todo.push(index); // nobody leads the stream now; the timer goes on
    }
  }

  error(text: string): void {
    console.error(`${this.#service}: ${text}`);
  }

  #dial(): void {
    this.#parser = new WireParser();
    const port = this.#ports[this.#dials++ % this.#ports.length] ?? 0;
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    this.#socket = socket;
    socket.on("data", (chunk) => this.#parser.push(chunk, this));
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => {
      this.#isUp = false;
      this.#todo.push(...this.#sent.keys());
      this.#sent.clear();
      if (this.#left > 0) setTimeout(() => this.#dial(), 50);
    });
  }

  #send(): void {
    if (!this.#isUp) return;
    const lines: string[] = [];
    while (this.#sent.size < WINDOW) {
      const index = this.#todo.pop();
      if (index === undefined) break;
      this.#sent.set(index, performance.now());
      const text = eventText(userId(index), this.#service, this.#sequence);
      const subject =
        this.#into === "intake" ? `intake.${this.#service}` : `approvals.${userId(index)}.${this.#service}`;
      lines.push(`PUB ${subject} ${this.#inbox}.${index} ${text.length}\r\n${text}\r\n`);
    }
    if (lines.length > 0) this.#socket?.write(lines.join(""));
  }

  #sendLateAgain(): void {
    const late = performance.now() - ACK_TIMEOUT;
    for (const [index, sentAt] of this.#sent) {
      if (sentAt >= late) continue;
      this.#sent.delete(index);
      this.#todo.push(index);
    }
    this.#send();
  }
}
