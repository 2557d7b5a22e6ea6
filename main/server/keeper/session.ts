import { setTimeout } from "node:timers/promises";
import { formatOutcome, type Outcome } from "../../contract/intake.ts";
import {
  formatKeeperHeartbeat,
  KEEPER_INTERVAL,
  KEEPER_SUBJECT,
  type KeeperHeartbeat,
} from "../../contract/keeper-heartbeat.ts";
import { HR_INTAKE, HR_TOKEN } from "../../contract/people-event.ts";
import { Answers, storeBy } from "../../nats/answers.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { KEEPER_INBOX } from "../../nats/permissions.ts";
import { sendMessage } from "../../nats/send-message.ts";
import { withdrawEnrolled } from "../enrolment/enrolled.ts";
import { Lease } from "../lease.ts";
import { HrKeeper } from "../people/hr-keeper.ts";
import type { People } from "../people/people.ts";
import { mendConsumer } from "./consumer-mend.ts";
import { Generations } from "./generations.ts";
import { Heard } from "./heard.ts";
import { Keeper } from "./keeper.ts";
import { Pull } from "./pull.ts";
import { formatRefused } from "./refused.ts";
import { Room } from "./room.ts";
import { Settling } from "./settling.ts";
import { ANSWER_MS, RetainedStore } from "./store.ts";

const ACKNOWLEDGED = "+ACK";
/** Milliseconds for the events in work when the keeper is stopped. */
const STOP_MS = 2_000;
const STOP_LOOK_MS = 10;
const CATALOG_AGAIN_MS = 1_000;
const TEND_MS = 1_000;
/** Milliseconds until a consumer that serves the pulls, and could not be checked, is looked at again. */
const TEND_AGAIN_MS = 60_000;
/** The same trouble is told again after so long. Milliseconds. */
const TROUBLE_MS = 60_000;
/** Different troubles that are told in that time. */
const MOST_TROUBLES = 20;

export interface KeeperSessionPorts {
  /** A random id of this process. */
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly people: People;
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
  #working: { readonly keeper: Keeper; readonly pull: Pull; readonly room: Room } | undefined;
  /** How many messages wait in the stream, as the last delivered one says. */
  #pending = 0;
  /** Grows when the lease is acquired or lost. */
  #turn = 0;
  readonly #troubles = new Map<string, number>();

  constructor(connection: NatsConnection, ports: KeeperSessionPorts) {
    this.#connection = connection;
    this.#ports = ports;
    this.#answers = new Answers(connection, KEEPER_INBOX);
    this.#lease = new Lease(this.#answers, {
      part: "keeper",
      holder: ports.id,
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
    const { people } = this.#ports;
    const generations = await this.#follow(turn);
    if (generations === undefined) return;
    this.#generations = generations;
    const store = new RetainedStore(this.#answers);
    const room = new Room(this.#answers);
    const publish = (subject: string, text: string): void => {
      // On a closed connection the client throws. What could not be acknowledged comes again over the next one.
      if (!this.#connection.isClosed()) sendMessage(this.#connection, subject, text);
    };
    const heard = new Heard({ now: this.#ports.now, publish });
    const settling = new Settling({
      refuse: async (token, refused) => {
        await storeBy(this.#answers, `refused.${token}`, formatRefused(refused), ANSWER_MS);
      },
      tell: (token, outcome) => {
        publish(`outcome.${token}`, formatOutcome(outcome));
        if (outcome.outcome === "kept" && token !== HR_TOKEN) heard.kept(token);
        this.#ports.settled(token, outcome);
      },
      acknowledge: ({ reply }) => {
        publish(reply, ACKNOWLEDGED);
        pull.settled();
      },
      again: ({ reply }, ms) => {
        publish(reply, `-NAK ${JSON.stringify({ delay: ms * 1e6 })}`);
        pull.settled();
      },
      troubled: (error) => this.#trouble(`keeper: events come again: ${causeOf(error)}`),
    });
    const hr = new HrKeeper(
      {
        answers: this.#answers,
        directory: () => people.directory,
        refresh: () => people.refresh(),
        withdraw: (ids, before) => withdrawEnrolled(this.#answers, ids, before, this.#ports.now()),
      },
      settling,
    );
    const keeper = new Keeper(
      {
        personOf: (user) => people.idOf(user),
        generation: (service) => generations.of(service),
        hasRoom: () => room.isThere,
        retained: (subject, isRecent) => store.retained(subject, isRecent),
        write: (subject, event, revision) => store.write(subject, event, revision),
      },
      settling,
    );
    const pull = new Pull(this.#connection, KEEPER_INBOX, {
      received: (message) => {
        this.#pending = message.pending;
        if (message.subject === HR_INTAKE) hr.receive(message);
        else keeper.receive(message);
      },
      troubled: (status) => this.#trouble(`keeper: intake: ${status || "no answer"}`),
    });
    this.#working = { keeper, pull, room };
    void this.#tend(turn, pull);
    this.#ports.log("keeper: works");
    this.#beat();
  }

  /** Looks after the consumer at first, and whenever it does not serve the pulls. Never rejects. */
  async #tend(turn: number, pull: Pull): Promise<void> {
    let checkAt = 0;
    for (; turn === this.#turn; await setTimeout(TEND_MS, undefined, { ref: false })) {
      if (pull.isServed && performance.now() < checkAt) continue;
      try {
        await mendConsumer(this.#answers, this.#ports.log);
        checkAt = Number.POSITIVE_INFINITY;
      } catch (error) {
        // A kit from before it was allowed to does not answer.
        checkAt = performance.now() + TEND_AGAIN_MS;
        this.#trouble(`keeper: the intake's consumer is not checked: ${(error as Error).message}`);
      }
    }
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
    this.#working?.room.stop();
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
