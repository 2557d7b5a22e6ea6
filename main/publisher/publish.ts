import { setTimeout as sleep } from "node:timers/promises";
import type { BrokerReason } from "../contract/broker-reason.ts";
import { BrokerError } from "../nats/broker-error.ts";
import { type BrokerOptions, connectBroker } from "../nats/connect-broker.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { REQUEST_TIMEOUT_MS } from "../nats/jetstream.ts";
import { writerInbox } from "../nats/permissions.ts";
import type { AttemptOutcome } from "./compare-and-set.ts";
import { Delivery } from "./delivery.ts";
import { checkInput, type PublishInput } from "./draft.ts";
import { KnownRevisions } from "./known-revisions.ts";
import { pause } from "./pause.ts";
import { needsSecondLook, SecondLooks } from "./second-look.ts";

export interface PublisherOptions {
  /** Milliseconds that one publish may take, its turn and all retries included; default 10,000. */
  readonly deadlineMs?: number;
  /** Milliseconds to wait for one answer of the broker; default 2000. */
  readonly requestTimeoutMs?: number;
}

/** What became of one event, and after how many rounds of read and write. */
export type PublishOutcome = AttemptOutcome & { readonly rounds: number };

export interface Publisher {
  /**
   * Writes one event unless the broker holds one as new. Bad input is an outcome (`refused`), not an error. Any number
   * of calls may run at once; those for the same person and service are done in the order of the calls.
   * @throws {BrokerError} when the broker does not do it before the deadline; then nothing is known about the write,
   *   and publishing the same event again is safe
   */
  publish(input: PublishInput): Promise<PublishOutcome>;
  /**
   * Resolves when every event that was accepted is sure to stay: at once, but in a cluster below 2.10 about a second
   * after the last one, when it was looked at again (see `needsSecondLook`). To be awaited before the connection is
   * closed. Never rejects.
   */
  settled(): Promise<void>;
}

const DEADLINE_MS = 10_000;
/** Milliseconds that one server has to answer a dial. */
const DIAL_MS = 3000;
/** Milliseconds: the first pause after being outrun, and the longest. */
const OUTRUN_PAUSE = { first: 2, most: 100 };
/** Milliseconds: the pause when the broker does not answer, so that an election can end. */
const TROUBLE_PAUSE = { least: 200, most: 600 };

/** Publishes over a connection that its caller opened and will close. */
export function createPublisher(connection: NatsConnection, options: PublisherOptions = {}): Publisher {
  return new ConnectionPublisher(connection, options);
}

/**
 * Connects, publishes one event and closes. A broker that is away, or goes away, is dialled again until the deadline. A
 * service that sends more keeps a publisher, or an outbox.
 * @throws {BrokerError}
 */
export async function publish(
  options: BrokerOptions & PublisherOptions & PublishInput,
): Promise<PublishOutcome> {
  const draft = checkInput(options, Date.now());
  if (!draft.ok) return { kind: "refused", reason: draft.reason, detail: draft.detail, rounds: 0 };
  const { deadlineMs = DEADLINE_MS } = options;
  const deadline = performance.now() + deadlineMs;
  const broker = { inboxPrefix: writerInbox(draft.value.service), ...options, reconnect: true };
  const connection = await dialUntil(deadline, broker);
  try {
    const left = Math.max(0, deadline - performance.now());
    const publisher = createPublisher(connection, { ...options, deadlineMs: left });
    const outcome = await publisher.publish(options);
    const patience = new AbortController(); // it was accepted: whether it stays is not worth waiting for ever
    await Promise.race([publisher.settled(), pause(deadlineMs, patience.signal)]);
    patience.abort();
    return outcome;
  } finally {
    await connection.close();
  }
}

/** Why a dial fails that the same dial may not fail for a moment later. */
const AWAY: readonly BrokerReason[] = ["unreachable", "timeout"];

/** @param deadline of `performance.now()` */
async function dialUntil(deadline: number, options: BrokerOptions): Promise<NatsConnection> {
  for (;;) {
    const left = Math.max(1, deadline - performance.now());
    try {
      return await connectBroker({ ...options, timeoutMs: Math.min(options.timeoutMs ?? DIAL_MS, left) });
    } catch (error) {
      if (!(error instanceof BrokerError) || !AWAY.includes(error.reason)) throw error;
      const pauseMs = troublePause();
      if (performance.now() + pauseMs > deadline) throw error;
      await sleep(pauseMs);
    }
  }
}

function troublePause(): number {
  return TROUBLE_PAUSE.least + Math.random() * (TROUBLE_PAUSE.most - TROUBLE_PAUSE.least);
}

/** Whether waiting can help. */
function mayPass({ reason }: BrokerError, connection: NatsConnection): boolean {
  if (connection.isClosed() || connection.isDraining()) return false;
  return reason === "timeout" || reason === "no-stream" || reason === "closed";
}

class ConnectionPublisher implements Publisher {
  readonly #connection: NatsConnection;
  readonly #deadlineMs: number;
  readonly #requestTimeoutMs: number;
  readonly #known = new KnownRevisions();
  readonly #looks = new SecondLooks();
  /** The last one of each subject that is not done: the next waits for it, so that the order of the calls is kept. */
  readonly #last = new Map<string, { readonly delivery: Delivery; readonly done: Promise<PublishOutcome> }>();

  constructor(connection: NatsConnection, options: PublisherOptions) {
    this.#connection = connection;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
    this.#requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  }

  async publish(input: PublishInput): Promise<PublishOutcome> {
    const draft = checkInput(input, Date.now());
    if (!draft.ok) return { kind: "refused", reason: draft.reason, detail: draft.detail, rounds: 0 };
    return this.#deliver(new Delivery(draft.value, this.#known));
  }

  settled(): Promise<void> {
    return this.#looks.settled();
  }

  #deliver(delivery: Delivery): Promise<PublishOutcome> {
    const { subject } = delivery.draft;
    const done = this.#inTurn(delivery, this.#last.get(subject)?.done);
    this.#last.set(subject, { delivery, done });
    return done;
  }

  async #inTurn(delivery: Delivery, before: Promise<PublishOutcome> | undefined): Promise<PublishOutcome> {
    const { subject } = delivery.draft;
    const deadline = performance.now() + this.#deadlineMs;
    if (before !== undefined) await before.catch(() => {});
    try {
      return await this.#compareAndSet(delivery, deadline);
    } finally {
      if (this.#last.get(subject)?.delivery === delivery) this.#last.delete(subject);
    }
  }

  /** Compares and sets; and again when another writer was faster or no answer came, until the deadline. */
  async #compareAndSet(delivery: Delivery, deadline: number): Promise<PublishOutcome> {
    let trouble: BrokerError | undefined;
    for (let rounds = 1; ; rounds += 1) {
      const left = deadline - performance.now();
      if (left <= 0) {
        throw trouble ?? new BrokerError("timeout", delivery.draft.subject, `outrun ${rounds - 1} times`);
      }
      const timeoutMs = Math.max(1, Math.min(this.#requestTimeoutMs, left)); // the client takes no less than 1
      try {
        const step = await delivery.attempt(this.#connection, timeoutMs);
        if (step.kind !== "outrun") {
          if (step.kind === "published" && needsSecondLook(this.#connection)) this.#lookLater(delivery);
          return { ...step, rounds };
        }
        trouble = undefined;
        if (step.wasGuess) continue;
        await sleep(Math.random() * Math.min(OUTRUN_PAUSE.most, OUTRUN_PAUSE.first * 2 ** rounds));
      } catch (error) {
        if (!(error instanceof BrokerError) || !mayPass(error, this.#connection)) throw error;
        trouble = error;
        await sleep(troublePause());
      }
    }
  }

  #lookLater(delivery: Delivery): void {
    const { subject } = delivery.draft;
    this.#looks.plan(subject, delivery, async () => {
      const isDone = await this.#deliver(delivery).then(
        () => true,
        () => this.#connection.isClosed(),
      );
      // The broker was away, and nothing newer came meanwhile.
      if (!isDone && !this.#looks.has(subject)) this.#lookLater(delivery);
    });
  }
}
