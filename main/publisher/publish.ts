import { setTimeout as sleep } from "node:timers/promises";
import type { BrokerReason } from "../contract/broker-reason.ts";
import { BrokerError } from "../nats/broker-error.ts";
import { type BrokerOptions, connectBroker } from "../nats/connect-broker.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { REQUEST_TIMEOUT_MS } from "../nats/jetstream.ts";
import { pause } from "../nats/pause.ts";
import { writerInbox } from "../nats/permissions.ts";
import type { AttemptOutcome } from "./compare-and-set.ts";
import { Delivery } from "./delivery.ts";
import { checkInput, type PublishInput } from "./draft.ts";
import { KnownRevisions } from "./known-revisions.ts";
import { needsSecondLook, SecondLooks } from "./second-look.ts";

/** The time limits of a publisher. */
export interface PublisherOptions {
  /** Milliseconds for one publish, with waiting and all retries; default 10,000. */
  readonly deadlineMs?: number;
  /** Milliseconds for one answer of the broker; default 2000. */
  readonly requestTimeoutMs?: number;
}

/** The result of one publish, and the number of compare-and-set rounds. */
export type PublishOutcome = AttemptOutcome & { readonly rounds: number };

/** Publishes events over one connection. */
export interface Publisher {
  /**
   * Writes one event, unless the broker holds an equal or newer one. Bad input is an outcome (`refused`), not an
   * error. Any number of calls may run at once. Calls for the same person and service are done in their order.
   * @throws {BrokerError} (rejects) if the broker does not store it before the deadline. The event may have been
   * stored, and publishing it again is safe.
   */
  publish(input: PublishInput): Promise<PublishOutcome>;
  /**
   * Resolves when all accepted events are certain to stay. That is at once, but in a cluster below 2.10 a second after
   * the last event, after a second look (see `needsSecondLook`). Await it before closing the connection. Never rejects.
   */
  settled(): Promise<void>;
}

const DEADLINE_MS = 10_000;
/** Milliseconds for one server to answer a dial. */
const DIAL_MS = 3000;
/** The first and the longest pause after being outrun. Milliseconds. */
const OUTRUN_PAUSE = { first: 2, most: 100 };
/** The pause after a missing answer, so that an election can end. Milliseconds. */
const TROUBLE_PAUSE = { least: 200, most: 600 };

/** Makes a publisher over a connection that the caller opens and closes. */
export function createPublisher(connection: NatsConnection, options: PublisherOptions = {}): Publisher {
  return new ConnectionPublisher(connection, options);
}

/**
 * Connects, publishes one event, and closes the connection. An unreachable broker is redialled until the deadline. A
 * service that sends more events should keep a publisher or an outbox.
 * @throws {BrokerError} (rejects) as `Publisher.publish` does
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
    const patience = new AbortController(); // limits the wait for settled(), because the event was accepted already
    await Promise.race([publisher.settled(), pause(deadlineMs, patience.signal)]);
    patience.abort();
    return outcome;
  } finally {
    await connection.close();
  }
}

/** The reasons of a failed dial that may succeed a moment later. */
const AWAY: readonly BrokerReason[] = ["unreachable", "timeout"];

/** Dials until the deadline. @param deadline milliseconds of `performance.now()` */
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

/** Whether a retry may succeed. */
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
  /** The last unfinished delivery of each subject. The next one waits for it, which keeps the order of the calls. */
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

  /** Compare and set, repeated until the deadline when another writer was faster or no answer came. */
  async #compareAndSet(delivery: Delivery, deadline: number): Promise<PublishOutcome> {
    let trouble: BrokerError | undefined;
    for (let rounds = 1; ; rounds += 1) {
      const left = deadline - performance.now();
      if (left <= 0) {
        throw trouble ?? new BrokerError("timeout", delivery.draft.subject, `outrun ${rounds - 1} times`);
      }
      const timeoutMs = Math.max(1, Math.min(this.#requestTimeoutMs, left)); // the client requires at least 1
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
      // The broker was unreachable, and no newer event was published meanwhile.
      if (!isDone && !this.#looks.has(subject)) this.#lookLater(delivery);
    });
  }
}
