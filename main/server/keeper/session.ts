import { setTimeout } from "node:timers/promises";
import { formatOutcome, type Outcome } from "../../contract/intake.ts";
import {
  formatKeeperHeartbeat,
  KEEPER_INTERVAL,
  KEEPER_SUBJECT,
  type KeeperHeartbeat,
} from "../../contract/keeper-heartbeat.ts";
import { Answers } from "../../nats/answers.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { KEEPER_INBOX } from "../../nats/permissions.ts";
import { Generations } from "./generations.ts";
import { Keeper } from "./keeper.ts";
import { Lease } from "./lease.ts";
import { Pull } from "./pull.ts";
import { formatRefused } from "./refused.ts";
import { RetainedStore } from "./store.ts";

const ACKNOWLEDGED = Buffer.from("+ACK");
/** Milliseconds for the events in work when the keeper is stopped. */
const STOP_MS = 2_000;
const STOP_LOOK_MS = 10;
const CATALOG_AGAIN_MS = 1_000;
/** The same trouble is told again after so long. Milliseconds. */
const TROUBLE_MS = 60_000;
/** Different troubles that are told in that time. */
const MOST_TROUBLES = 20;

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
  /** Grows when the lease is acquired or lost. */
  #turn = 0;
  readonly #troubles = new Map<string, number>();

  constructor(connection: NatsConnection, ports: KeeperSessionPorts) {
    this.#connection = connection;
    this.#ports = ports;
    this.#answers = new Answers(connection, KEEPER_INBOX);
    this.#lease = new Lease(this.#answers, ports.id, {
      now: () => performance.now(),
      acquired: () => void this.#work(++this.#turn),
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
      // Without its consumer it keeps nothing.
      isActive: this.#working?.pull.isServed ?? false,
      oldestWaiting: oldest === undefined ? 0 : Math.max(0, this.#ports.now() - oldest),
      waiting: oldest === undefined ? 0 : this.#pending,
    };
  }

  /** Settles what is in work, stops, and lets another keeper work at once. Never rejects. */
  async stop(): Promise<void> {
    clearInterval(this.#heartbeat);
    const keeper = this.#working?.keeper;
    this.#rest();
    const until = performance.now() + STOP_MS;
    while (keeper?.oldest !== undefined && !this.#connection.isClosed() && performance.now() < until) {
      await setTimeout(STOP_LOOK_MS);
    }
    await this.#lease.release();
  }

  /** @param turn nothing is done when it is over */
  async #work(turn: number): Promise<void> {
    const generations = await this.#follow(turn);
    if (generations === undefined) return;
    this.#generations = generations;
    const store = new RetainedStore(this.#answers);
    const publish = (subject: string, payload: Uint8Array): void => {
      // On a closed connection the client throws. What could not be acknowledged comes again over the next one.
      if (!this.#connection.isClosed()) this.#connection.publish(subject, payload);
    };
    const keeper = new Keeper({
      generation: (service) => generations.of(service),
      retained: (subject, isRecent) => store.retained(subject, isRecent),
      write: (subject, event, revision) => store.write(subject, event, revision),
      refuse: (token, refused) => store.put(`refused.${token}`, Buffer.from(formatRefused(refused))),
      tell: (token, outcome) => {
        publish(`outcome.${token}`, Buffer.from(formatOutcome(outcome)));
        this.#ports.settled(token, outcome);
      },
      acknowledge: ({ reply }) => {
        publish(reply, ACKNOWLEDGED);
        pull.settled();
      },
      again: ({ reply }, ms) => {
        publish(reply, Buffer.from(`-NAK ${JSON.stringify({ delay: ms * 1e6 })}`));
        pull.settled();
      },
      troubled: (error) => this.#trouble(`keeper: events come again: ${causeOf(error)}`),
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

  /** The generations, as soon as the catalog can be read; undefined when the turn is over. */
  async #follow(turn: number): Promise<Generations | undefined> {
    while (turn === this.#turn) {
      try {
        const generations = await Generations.follow(this.#connection, this.#answers, this.#ports.log);
        if (turn === this.#turn) return generations;
        generations.stop();
      } catch (error) {
        this.#trouble(`keeper: catalog: ${(error as Error).message}`);
        await setTimeout(CATALOG_AGAIN_MS);
      }
    }
    return undefined;
  }

  #rest(): void {
    this.#turn += 1;
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

  /** One line a minute for a trouble that lasts, not one for each event. */
  #trouble(text: string): void {
    const now = performance.now();
    for (const [told, at] of this.#troubles) if (at < now - TROUBLE_MS) this.#troubles.delete(told);
    if (this.#troubles.has(text) || this.#troubles.size >= MOST_TROUBLES) return;
    this.#troubles.set(text, now);
    this.#ports.log(text);
  }
}

/** Without the subject, which names a person and would make each line another one. */
function causeOf(error: unknown): string {
  if (error instanceof BrokerError) return `${error.reason} ${error.detail}`.trim();
  return error instanceof Error ? error.message : String(error);
}
