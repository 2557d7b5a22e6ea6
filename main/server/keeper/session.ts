import { formatOutcome, type Outcome } from "../../contract/intake.ts";
import {
  formatKeeperHeartbeat,
  KEEPER_INTERVAL,
  KEEPER_SUBJECT,
  type KeeperHeartbeat,
} from "../../contract/keeper-heartbeat.ts";
import { Answers } from "../../nats/answers.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { KEEPER_INBOX } from "../../nats/permissions.ts";
import { Generations } from "./generations.ts";
import { Keeper } from "./keeper.ts";
import { Lease } from "./lease.ts";
import { Pull } from "./pull.ts";
import { formatRefused } from "./refused.ts";
import { RetainedStore } from "./store.ts";

export interface KeeperSessionPorts {
  /** A random id of this process. */
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** For every event, after its outcome was told. */
  settled(service: string, outcome: Outcome): void;
  log(text: string): void;
}

/** The keeper over one connection. A lost connection ends it, and the next one starts with nothing known. */
export class KeeperSession {
  readonly #connection: NatsConnection;
  readonly #answers: Answers;
  readonly #ports: KeeperSessionPorts;
  readonly #lease: Lease;
  readonly #heartbeat: NodeJS.Timeout;
  #generations: Generations | undefined;
  #working: { readonly keeper: Keeper; readonly pull: Pull } | undefined;
  /** How many messages wait in the stream, as the last delivered one says. */
  #pending = 0;
  #lastTrouble = "";

  constructor(connection: NatsConnection, ports: KeeperSessionPorts) {
    this.#connection = connection;
    this.#ports = ports;
    this.#answers = new Answers(connection, KEEPER_INBOX);
    this.#lease = new Lease(this.#answers, ports.id, {
      now: () => performance.now(),
      acquired: () => void this.#work(),
      lost: () => this.#rest(),
      log: (text) => this.#trouble(text),
    });
    this.#heartbeat = setInterval(() => this.#beat(), KEEPER_INTERVAL);
    this.#beat();
  }

  get isActive(): boolean {
    return this.#working !== undefined;
  }

  /** What this keeper says of itself now. */
  get heartbeat(): KeeperHeartbeat {
    const oldest = this.#working?.keeper.oldest;
    return {
      keeper: this.#ports.id,
      isActive: this.isActive,
      oldestWaiting: oldest === undefined ? 0 : Math.max(0, this.#ports.now() - oldest),
      waiting: oldest === undefined ? 0 : this.#pending,
    };
  }

  /** Stops, and lets another keeper work at once. Never rejects. */
  async stop(): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#rest();
    await this.#lease.release();
  }

  async #work(): Promise<void> {
    try {
      const generations = await Generations.follow(this.#connection, this.#answers, this.#ports.log);
      if (!this.#lease.isHeld) return generations.stop();
      this.#generations = generations;
    } catch (error) {
      this.#trouble(`keeper: catalog: ${(error as Error).message}`);
      if (this.#lease.isHeld) setTimeout(() => void this.#work(), 1_000).unref();
      return;
    }
    const store = new RetainedStore(this.#answers);
    const generations = this.#generations;
    const publish = (subject: string, text: string): void => this.#connection.publish(subject, text);
    const keeper = new Keeper({
      generation: (service) => generations.of(service),
      retained: (subject) => store.retained(subject),
      write: (subject, event, revision) => store.write(subject, event, revision),
      refuse: (token, refused) => store.put(`refused.${token}`, Buffer.from(formatRefused(refused))),
      tell: (token, outcome) => {
        publish(`outcome.${token}`, formatOutcome(outcome));
        this.#ports.settled(token, outcome);
      },
      acknowledge: ({ reply }) => {
        publish(reply, "+ACK");
        pull.settled();
      },
      again: ({ reply }, ms) => {
        publish(reply, `-NAK ${JSON.stringify({ delay: ms * 1e6 })}`);
        pull.settled();
      },
      log: (text) => this.#trouble(text),
    });
    const pull = new Pull(this.#connection, KEEPER_INBOX, {
      received: (message) => {
        this.#pending = message.pending;
        keeper.receive(message);
      },
      troubled: (status) => this.#trouble(`keeper: intake: ${status || "no answer"}`),
    });
    this.#working = { keeper, pull };
    this.#ports.log("keeper: works");
    this.#beat();
  }

  #rest(): void {
    if (this.#working !== undefined) this.#ports.log("keeper: waits");
    this.#working?.pull.stop();
    this.#working = undefined;
    this.#generations?.stop();
    this.#generations = undefined;
  }

  #beat(): void {
    if (this.#connection.isClosed()) return;
    this.#connection.publish(KEEPER_SUBJECT, formatKeeperHeartbeat(this.heartbeat));
  }

  /** One line for a trouble that lasts, not one for each event. */
  #trouble(text: string): void {
    if (text === this.#lastTrouble) return;
    this.#lastTrouble = text;
    this.#ports.log(text);
  }
}
