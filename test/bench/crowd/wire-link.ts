import { connect, type Socket } from "node:net";
import type { Reply } from "../../../main/contract/connection.ts";
import type { DialFailure, LinkEvent } from "../../../main/core/feed/link.ts";
import { type Connecting, connectAgain } from "../../../main/nats/connect-again.ts";
import { DirectGets } from "../../../main/nats/direct-gets.ts";
import type { Link } from "../../../main/nats/link.ts";
import { type ClientMessage, type Message, NatsMessage } from "../../../main/nats/message.ts";
import { greeting, type WireHandler, WireParser } from "./wire.ts";
import type { Wire } from "./wire-dial.ts";

/** As in the app: see `main/desktop/broker/nats-transport.ts`. */
const PING_INTERVAL = 120_000;
const MAX_PINGS_OUT = 2;
const NOTHING = Buffer.alloc(0);

interface Subscription {
  readonly subject: string;
  readonly onMessage: (message: ClientMessage) => void;
  readonly onDenied: () => void;
}

/**
 * A link of the app over the bare protocol, without its client library: ten thousand of those would be the bottleneck.
 * The rules of the app, its direct gets and its messages are the real ones.
 */
export class WireLink implements Link {
  readonly server: string;
  isClustered = false;
  took = 0;
  readonly #wire: Wire;
  readonly #user: string;
  readonly #password: string;
  readonly #connecting: Connecting;
  #socket: Socket | undefined;
  readonly #parser = new WireParser();
  readonly #handler: WireHandler = {
    info: (text) => {
      if (this.#isUp) return;
      this.isClustered = text.includes('"cluster":"');
      this.#socket?.write(greeting(this.#user, this.#password));
    },
    ping: () => this.#write("PONG\r\n"),
    pong: () => this.#pong(),
    message: (subject, _status, payload, headers, subscription) =>
      this.#subscriptions.get(subscription)?.onMessage(rawMessage(subject, payload, headers)),
    error: (text) => this.#refused(text),
  };
  readonly #gets: DirectGets;
  readonly #closed: Promise<void>;
  #stood: () => void = () => {};
  #onEvent: (event: LinkEvent) => void = () => {};
  #isUp = false;
  #isCorked = false;
  #error = "";
  #refusal = "";
  #count = 0;
  readonly #subscriptions = new Map<number, Subscription>();
  /** Who waits for the answer of each ping that is out: a server answers in order. */
  readonly #pongs: ((isAnswered: boolean) => void)[] = [];
  #pinging: NodeJS.Timeout | undefined;
  #pingsOut = 0;

  constructor(wire: Wire, port: number, inboxPrefix: string, login: { user: string; password: string }) {
    this.#wire = wire;
    this.server = `127.0.0.1:${port}`;
    this.#user = login.user;
    this.#password = login.password;
    const { buffer, tally } = wire;
    tally.dials++;
    const onread = {
      buffer, // one for all: it is read out before the next socket is read
      callback: (size: number) => {
        this.#parser.push(buffer.subarray(0, size), this.#handler);
        return true;
      },
    };
    this.#connecting = connectAgain(() => connect({ host: "127.0.0.1", port, noDelay: true, onread }));
    this.#closed = this.#connecting.connected.then(
      (socket) => {
        this.#socket = socket;
        socket.on("error", () => {}); // "close" follows
        return new Promise((resolve) => socket.once("close", () => resolve()));
      },
      (error: NodeJS.ErrnoException | undefined) => {
        this.#error = error?.code ?? "";
      },
    );
    const random = Math.random().toString(36).slice(2).padEnd(22, "0").slice(0, 22);
    this.#gets = new DirectGets(
      {
        publish: (subject, _payload, { reply }) => this.#write(`PUB ${subject} ${reply} 0\r\n\r\n`),
        subscribe: (subject, { callback }) =>
          this.#subscribe({
            subject,
            onMessage: (message) => callback(null, message),
            onDenied: () => callback(new Error("denied"), { subject }),
          }),
        closed: () => this.#closed,
      },
      `${inboxPrefix}.${random}`,
    );
  }

  /** Resolves to the failure, or to undefined once the server has answered. */
  async stands(patience: number): Promise<DialFailure | undefined> {
    const { tally } = this.#wire;
    const from = performance.now();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#connecting.stop();
    }, patience);
    const isUp = await Promise.race([
      new Promise<true>((resolve) => {
        this.#stood = () => resolve(true);
      }),
      this.#closed.then(() => false),
    ]);
    clearTimeout(timer);
    this.took = performance.now() - from;
    if (isUp) return undefined;
    if (this.#error === "ECONNREFUSED") tally.refusedDials++;
    else if (isLate) tally.lateDials++;
    else tally.endedDials++;
    if (this.#refusal !== "") return { kind: "refused", cause: "credentials", detail: this.#refusal };
    if (isLate) return { kind: "lost", cause: "no-answer", detail: "" };
    const isDown = this.#error === "ECONNREFUSED";
    return { kind: "lost", cause: "unreachable", detail: this.#error, isDown };
  }

  /** The connection is used from now on. */
  use(onEvent: (event: LinkEvent) => void): this {
    this.#onEvent = onEvent;
    void this.#closed.then(() => {
      clearTimeout(this.#pinging);
      for (const pong of this.#pongs.splice(0)) pong(false);
      onEvent({ kind: "closed" });
    });
    this.#pingLater();
    return this;
  }

  subscribe(subject: string, onMessage: (message: Message) => void, onDenied: () => void): () => void {
    return this.#subscribe({ subject, onMessage: (raw) => onMessage(new NatsMessage(raw)), onDenied });
  }

  publish(subject: string, payload: string): void {
    this.#write(`PUB ${subject} ${Buffer.byteLength(payload)}\r\n${payload}\r\n`);
  }

  async directGet(stream: string, subject: string, timeout: number): Promise<Reply> {
    const { tally } = this.#wire;
    tally.gets++;
    const from = performance.now();
    const reply = await this.#gets.get(stream, subject, timeout);
    if (reply.kind !== "unavailable") tally.answered++;
    else if (performance.now() - from < timeout - 5 && this.#socket?.destroyed === false) tally.unavailable++;
    return reply;
  }

  async ping(timeout: number): Promise<boolean> {
    const isAnswered = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), timeout);
      this.#pongs.push((is) => {
        clearTimeout(timer);
        resolve(is);
      });
      this.#write("PING\r\n");
    });
    if (isAnswered) this.#onEvent({ kind: "heard" });
    return isAnswered;
  }

  async close(): Promise<void> {
    this.#connecting.stop();
    await this.#closed;
  }

  #pong(): void {
    this.#pingsOut = 0;
    if (this.#isUp) {
      this.#pongs.shift()?.(true);
      return;
    }
    this.#isUp = true;
    this.#stood();
  }

  #refused(text: string): void {
    this.#wire.tally.errors++;
    if (!this.#isUp) this.#refusal = /authorization/i.test(text) ? text : "";
    const [, subject] = /Permissions Violation for Subscription to "([^"]+)"/i.exec(text) ?? [];
    for (const [id, { subject: mine, onDenied }] of this.#subscriptions) {
      if (mine !== subject) continue;
      this.#subscriptions.delete(id);
      onDenied();
    }
  }

  #subscribe(subscription: Subscription): () => void {
    const id = ++this.#count;
    this.#subscriptions.set(id, subscription);
    this.#write(`SUB ${subscription.subject} ${id}\r\n`);
    return () => {
      if (this.#subscriptions.delete(id) && this.#isUp) this.#write(`UNSUB ${id}\r\n`);
    };
  }

  /** All that is said in one turn of the event loop is one write, as the client library does it. */
  #write(text: string): void {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket?.cork();
      setImmediate(() => {
        this.#isCorked = false;
        this.#socket?.uncork();
      });
    }
    this.#socket?.write(text, "latin1");
  }

  #pingLater(): void {
    this.#pinging = setTimeout(() => {
      if (this.#pingsOut === MAX_PINGS_OUT) {
        this.#connecting.stop();
        return;
      }
      this.#pingsOut++;
      this.#pongs.push(() => {});
      this.#write("PING\r\n");
      this.#pingLater();
    }, PING_INTERVAL);
  }
}

/** The client library's message. The reader's buffer is used again, so its bytes are copied. */
function rawMessage(subject: string, payload: Buffer, headers: Buffer): ClientMessage {
  const bytes = payload.length + headers.length === 0 ? NOTHING : Buffer.concat([headers, payload]);
  return {
    subject,
    data: bytes.subarray(headers.length),
    _rdata: bytes,
    _msg: { hdr: headers.length === 0 ? -1 : headers.length },
  };
}
