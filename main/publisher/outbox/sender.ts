import { setMaxListeners } from "node:events";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import type { AttemptOutcome } from "../compare-and-set.ts";
import type { Delivery } from "../delivery.ts";
import { backOff, pause } from "../pause.ts";
import { needsSecondLook, SecondLooks } from "../second-look.ts";

export interface OutboxSenderPorts {
  connection(): NatsConnection | undefined;
  /** The newest of a person that is not delivered, with the time (ms since the Unix epoch) if it is late. */
  newest(user: string): { readonly delivery: Delivery; readonly lateAt: number | undefined } | undefined;
  delivered(user: string, delivery: Delivery, step: AttemptOutcome): void;
  failed(error: BrokerError): void;
  /** The broker answers nothing on this connection. */
  isSilent(connection: NatsConnection): void;
}

export interface OutboxSenderOptions {
  readonly maxInFlight: number;
  readonly requestTimeoutMs: number;
}

/** Milliseconds. */
const OUTRUN_PAUSE = { first: 2, most: 100 };
const TROUBLE_PAUSE = { first: 100, most: 5000 };
/** For a refusal that is about one event: the others go on meanwhile. */
const REFUSED_PAUSE = { first: 1000, most: 60_000 };

/**
 * Carries the newest event of each person to the broker: many people at once, for each of them one event at a time, so
 * that nothing is reordered on the way. It tries for ever; when the broker is in trouble everybody waits together.
 */
export class OutboxSender {
  readonly #ports: OutboxSenderPorts;
  readonly #options: OutboxSenderOptions;
  readonly #stop = new AbortController();
  /** People to be served, first come first served. */
  readonly #ready = new Set<string>();
  readonly #busy = new Map<string, Promise<void>>();
  readonly #refusals = new Map<string, number>();
  readonly #looks = new SecondLooks();
  #troubles = 0;
  #resting: Promise<void> | undefined;

  constructor(ports: OutboxSenderPorts, options: OutboxSenderOptions) {
    this.#ports = ports;
    this.#options = options;
    setMaxListeners(0, this.#stop.signal); // one for each person who pauses; Node warns from the eleventh on
  }

  get inFlight(): number {
    return this.#busy.size;
  }

  /** There is something new for this person. */
  wake(user: string): void {
    if (!this.#busy.has(user)) this.#ready.add(user); // who is busy is looked at again afterwards
    this.pump();
  }

  /** To be called when the connection is there (again). */
  pump(): void {
    const connection = this.#ports.connection();
    if (connection === undefined || this.#resting !== undefined || this.#stop.signal.aborted) return;
    for (const user of this.#ready) {
      if (this.#busy.size >= this.#options.maxInFlight) return;
      this.#ready.delete(user);
      const done = this.#serve(connection, user).finally(() => {
        this.#busy.delete(user);
        const delivery = this.#ports.newest(user)?.delivery;
        if (delivery !== undefined && !this.#looks.has(user, delivery)) this.#ready.add(user);
        this.pump();
      });
      this.#busy.set(user, done);
    }
  }

  /** Begins nothing new; resolves when what is on its way has been answered or has timed out. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#looks.stop();
    await Promise.all(this.#busy.values());
  }

  async #serve(connection: NatsConnection, user: string): Promise<void> {
    const { signal } = this.#stop;
    try {
      for (let rounds = 1; !signal.aborted; rounds += 1) {
        const parcel = this.#ports.newest(user);
        if (parcel === undefined) return;
        const { delivery, lateAt } = parcel;
        const step = await delivery.attempt(connection, this.#options.requestTimeoutMs, lateAt);
        if (step.kind !== "outrun") {
          this.#troubles = 0;
          this.#refusals.delete(user);
          if (step.kind === "published" && needsSecondLook(connection)) this.#lookLater(user, delivery);
          else
            this.#ports.delivered(user, delivery, (step.kind === "duplicate" && delivery.published) || step);
          return;
        }
        if (!step.wasGuess) await pause(backOff(rounds, OUTRUN_PAUSE), signal);
      }
    } catch (error) {
      await this.#handle(connection, user, error);
    }
  }

  /** It waits on, so that it outlives this process too, until it is seen to be retained or overtaken. */
  #lookLater(user: string, delivery: Delivery): void {
    if (this.#stop.signal.aborted) return; // the next start looks
    this.#looks.plan(user, delivery, () => {
      if (this.#ports.newest(user)?.delivery === delivery) this.wake(user);
    });
  }

  async #handle(connection: NatsConnection, user: string, error: unknown): Promise<void> {
    const { signal } = this.#stop;
    if (signal.aborted) return;
    const failure =
      error instanceof BrokerError
        ? error
        : new BrokerError("broker-refused", user, String(error), { cause: error });
    // That a connection was lost is told by the link, once, and not for everything that was on its way.
    if (failure.reason !== "closed") this.#ports.failed(failure);
    if (failure.reason === "broker-refused") {
      const refusals = this.#refusals.get(user) ?? 0;
      this.#refusals.set(user, refusals + 1);
      await pause(backOff(refusals, REFUSED_PAUSE), signal);
      return;
    }
    if (failure.reason === "timeout") this.#ports.isSilent(connection);
    this.#resting ??= pause(backOff(this.#troubles++, TROUBLE_PAUSE), signal).then(() => {
      this.#resting = undefined;
      this.pump();
    });
  }
}
