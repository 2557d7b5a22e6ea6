import { createInbox, type NatsConnection } from "../../nats/connection.ts";
import { deliveryOf } from "../../nats/delivery.ts";
import { KEEPER_API } from "../../nats/jetstream-api.ts";
import { type ClientMessage, NatsMessage } from "../../nats/message.ts";

/** A message of the intake, as the consumer delivers it. */
export interface Delivered {
  /** `intake.<service>`. */
  readonly subject: string;
  readonly data: Uint8Array;
  /** The subject of its acknowledgement. */
  readonly reply: string;
  /** Its number in the stream. */
  readonly sequence: number;
  /** When the broker stored it; milliseconds since the Unix epoch, by the broker's clock. */
  readonly storedAt: number;
  /** How many messages wait behind it. */
  readonly pending: number;
}

export interface PullPorts {
  received(message: Delivered): void;
  /** The broker refuses the pulls; `status` is its own text. The pulls go on. */
  troubled(status: string): void;
}

/** The most messages that are asked for or not settled yet. */
const MOST = 2_048;
/** A pull asks for at least this many, so that there are few pulls. */
const LEAST = 512;
/**
 * How long the broker keeps a pull that it cannot fill. Milliseconds, less than it takes to notice a lost keeper: what is
 * delivered to a frozen one waits for `ack_wait`.
 */
const EXPIRES_MS = 3_000;
/** How often the broker says that it still has a pull, when it delivers nothing. Milliseconds. */
const HEARTBEAT_MS = 1_000;
/** Without a message or a heartbeat for so long, the broker has lost the pulls, as with a leader that died. Milliseconds. */
const SILENT_MS = 3_000;
const LOOK_MS = 1_000;

/** Pulls messages of the intake, as many as the keeper can take. */
export class Pull {
  readonly #connection: NatsConnection;
  readonly #ports: PullPorts;
  readonly #inbox: string;
  /** Messages that each open pull may still bring, and the time when it is certainly over. */
  readonly #open = new Map<string, { left: number; readonly overAt: number }>();
  readonly #subscription: { unsubscribe(): void };
  readonly #look: NodeJS.Timeout;
  #unsettled = 0;
  #count = 0;
  #heardAt = performance.now();
  #isStopped = false;

  constructor(connection: NatsConnection, inboxPrefix: string, ports: PullPorts) {
    this.#connection = connection;
    this.#ports = ports;
    this.#inbox = createInbox(inboxPrefix);
    this.#subscription = connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error !== null) ports.troubled(error.message);
        else this.#take(message as unknown as ClientMessage & { readonly sid: unknown });
      },
    });
    this.#look = setInterval(() => this.#dropOver(), LOOK_MS);
    this.#ask();
  }

  /** Whether the consumer serves the pulls. */
  get isServed(): boolean {
    return performance.now() - this.#heardAt < SILENT_MS;
  }

  /** A message was acknowledged, or sent back. */
  settled(): void {
    this.#unsettled -= 1;
    this.#ask();
  }

  /** Stops. What was delivered and not settled comes again, to whoever pulls then. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#look);
    this.#subscription.unsubscribe();
    this.#open.clear();
  }

  #take(message: ClientMessage): void {
    const taken = new NatsMessage(message);
    const place = taken.reply === undefined ? undefined : deliveryOf(taken.reply);
    if (place === undefined && taken.hasStatus(100)) {
      this.#heardAt = performance.now();
      return;
    }
    // The client reports the subject of the message, not the one of the inbox, for a delivered message.
    if (place === undefined) {
      this.#open.delete(taken.subject);
      const { status } = taken;
      // 404 and 408: there was nothing more. Everything else is a trouble, and is asked again after a moment.
      if (!/^40[48]/.test(status)) {
        this.#ports.troubled(status);
        return;
      }
      this.#heardAt = performance.now();
      this.#ask();
      return;
    }
    this.#heardAt = performance.now();
    this.#unsettled += 1;
    this.#countDown();
    this.#ports.received({ subject: taken.subject, data: taken.data, reply: taken.reply ?? "", ...place });
  }

  /** The oldest pull is served first. */
  #countDown(): void {
    for (const [id, pull] of this.#open) {
      pull.left -= 1;
      if (pull.left <= 0) this.#open.delete(id);
      break;
    }
    this.#ask();
  }

  #ask(): void {
    let asked = 0;
    for (const { left } of this.#open.values()) asked += left;
    const batch = MOST - this.#unsettled - asked;
    if (batch < LEAST || this.#isStopped || this.#connection.isClosed()) return;
    const reply = `${this.#inbox}.${++this.#count}`;
    this.#open.set(reply, { left: batch, overAt: performance.now() + EXPIRES_MS + LOOK_MS });
    const request = { batch, expires: EXPIRES_MS * 1e6, idle_heartbeat: HEARTBEAT_MS * 1e6 };
    this.#connection.publish(KEEPER_API.next, JSON.stringify(request), { reply });
  }

  #dropOver(): void {
    const now = performance.now();
    for (const [id, { overAt }] of this.#open) if (overAt < now || !this.isServed) this.#open.delete(id);
    this.#ask();
  }
}
