import { setMaxListeners } from "node:events";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { backOff, pause } from "../../nats/pause.ts";
import type { EventDraft } from "../draft.ts";
import { storeInIntake } from "../store.ts";

/** The functions that a {@link OutboxSender} uses. */
export interface OutboxSenderPorts {
  connection(): NatsConnection | undefined;
  /** The newest undelivered event of a person. */
  newest(user: string): EventDraft | undefined;
  /** The broker has stored it. @param intake its number */
  stored(draft: EventDraft, intake: number): void;
  failed(error: BrokerError): void;
  /** The broker does not answer on this connection. */
  isSilent(connection: NatsConnection): void;
}

/** Limits. `requestTimeoutMs` is in milliseconds. */
export interface OutboxSenderOptions {
  readonly maxInFlight: number;
  readonly requestTimeoutMs: number;
}

/** Milliseconds. */
const TROUBLE_PAUSE = { first: 100, most: 5000 };
/** For a refusal of one event. The other people are served meanwhile. */
const REFUSED_PAUSE = { first: 1000, most: 60_000 };

/**
 * Delivers the newest event of each person to the broker: many people at once, but one event per person at a time, so
 * that no newer one overtakes it in vain. It retries without limit. While the broker has trouble, all deliveries pause together.
 */
export class OutboxSender {
  readonly #ports: OutboxSenderPorts;
  readonly #options: OutboxSenderOptions;
  readonly #stop = new AbortController();
  /** People to serve, in the order of their first event. */
  readonly #ready = new Set<string>();
  readonly #busy = new Map<string, Promise<void>>();
  readonly #refusals = new Map<string, number>();
  #troubles = 0;
  #resting: Promise<void> | undefined;

  constructor(ports: OutboxSenderPorts, options: OutboxSenderOptions) {
    this.#ports = ports;
    this.#options = options;
    setMaxListeners(0, this.#stop.signal); // one listener per pausing person; Node warns from the eleventh on
  }

  get inFlight(): number {
    return this.#busy.size;
  }

  /** Serves a person who has a new event. */
  wake(user: string): void {
    if (!this.#busy.has(user)) this.#ready.add(user); // a busy person is checked again afterwards
    this.pump();
  }

  /** Starts deliveries. Called after each new connection. */
  pump(): void {
    const connection = this.#ports.connection();
    if (connection === undefined || this.#resting !== undefined || this.#stop.signal.aborted) return;
    for (const user of this.#ready) {
      if (this.#busy.size >= this.#options.maxInFlight) return;
      this.#ready.delete(user);
      const done = this.#serve(connection, user).finally(() => {
        this.#busy.delete(user);
        if (this.#ports.newest(user) !== undefined) this.#ready.add(user);
        this.pump();
      });
      this.#busy.set(user, done);
    }
  }

  /** Starts no more deliveries. Resolves when those in flight have been answered or have timed out. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#busy.values());
  }

  async #serve(connection: NatsConnection, user: string): Promise<void> {
    const draft = this.#ports.newest(user);
    if (draft === undefined) return;
    try {
      const intake = await storeInIntake(connection, draft, this.#options.requestTimeoutMs);
      this.#troubles = 0;
      this.#refusals.delete(user);
      this.#ports.stored(draft, intake);
    } catch (error) {
      await this.#handle(connection, user, error);
    }
  }

  async #handle(connection: NatsConnection, user: string, error: unknown): Promise<void> {
    const { signal } = this.#stop;
    if (signal.aborted) return;
    const failure =
      error instanceof BrokerError
        ? error
        : new BrokerError("broker-refused", user, String(error), { cause: error });
    // The link reports a lost connection once. It is not reported again for each delivery in flight.
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
