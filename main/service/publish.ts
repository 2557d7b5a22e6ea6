import { setTimeout as sleep } from "node:timers/promises";
import type { NatsConnection } from "nats";
import { writerInbox } from "./broker-config.ts";
import { BrokerError } from "./broker-error.ts";
import type { Step } from "./compare-and-set.ts";
import { type BrokerOptions, connectBroker } from "./connect.ts";
import { Delivery } from "./delivery.ts";
import { checkInput, type PublishInput } from "./draft.ts";
import { REQUEST_TIMEOUT_MS } from "./jetstream.ts";
import { KnownRevisions } from "./known-revisions.ts";
import { pause } from "./outbox/broker-link.ts";
import { needsSecondLook, SecondLooks } from "./second-look.ts";

export interface PublisherOptions {
  /** Milliseconds that one publish may take, its turn and all retries included; default 10,000. */
  readonly deadlineMs?: number;
  /** Milliseconds to wait for one answer of the broker; default 2000. */
  readonly requestTimeoutMs?: number;
}

/** What became of one event, and after how many rounds of read and write. */
export type PublishOutcome = Step & { readonly rounds: number };

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
/** Milliseconds: the first pause after being outrun, and the longest. */
const OUTRUN_PAUSE = { first: 2, most: 100 };
/** Milliseconds: the pause when the broker does not answer, so that an election can end. */
const TROUBLE_PAUSE = { least: 200, most: 600 };

/** Publishes over a connection that its caller opened and will close. */
export function createPublisher(connection: NatsConnection, options: PublisherOptions = {}): Publisher {
  const known = new KnownRevisions();
  const lanes = new Lanes();
  const looks = new SecondLooks();
  const deliver = async (delivery: Delivery): Promise<PublishOutcome> => {
    const { subject } = delivery.draft;
    const deadline = performance.now() + (options.deadlineMs ?? DEADLINE_MS);
    const outcome = await lanes.run(subject, () =>
      compareAndSet(connection, delivery, deadline, options.requestTimeoutMs),
    );
    if (outcome.kind === "published" && needsSecondLook(connection)) lookLater(delivery);
    return outcome;
  };
  const lookLater = (delivery: Delivery): void => {
    const { subject } = delivery.draft;
    looks.plan(subject, delivery, async () => {
      const isDone = await deliver(delivery).then(
        () => true,
        () => connection.isClosed(),
      );
      if (!isDone && !looks.has(subject)) lookLater(delivery); // the broker was away, and nothing newer came meanwhile
    });
  };
  return {
    async publish(input) {
      const draft = checkInput(input, Date.now());
      if (!draft.ok) return { kind: "refused", reason: draft.reason, detail: draft.detail, rounds: 0 };
      return deliver(new Delivery(draft.value, known));
    },
    settled: () => looks.settled(),
  };
}

/** Connects, publishes one event and closes. A service that sends more keeps a publisher, or an outbox. */
export async function publish(
  options: BrokerOptions & PublisherOptions & PublishInput,
): Promise<PublishOutcome> {
  const draft = checkInput(options, Date.now());
  if (!draft.ok) return { kind: "refused", reason: draft.reason, detail: draft.detail, rounds: 0 };
  const connection = await connectBroker({
    inboxPrefix: writerInbox(draft.value.service),
    reconnect: false,
    ...options,
  });
  try {
    const publisher = createPublisher(connection, options);
    const outcome = await publisher.publish(options);
    const patience = new AbortController(); // it was accepted: whether it stays is not worth waiting for ever
    await Promise.race([publisher.settled(), pause(options.deadlineMs ?? DEADLINE_MS, patience.signal)]);
    patience.abort();
    return outcome;
  } finally {
    await connection.close();
  }
}

/** What is asked of one subject is done one after the other, in the order it was asked. */
class Lanes {
  readonly #ends = new Map<string, Promise<unknown>>();

  run<T>(subject: string, work: () => Promise<T>): Promise<T> {
    const before = this.#ends.get(subject);
    const done = before === undefined ? work() : before.then(work, work);
    this.#ends.set(subject, done);
    const leave = (): void => {
      if (this.#ends.get(subject) === done) this.#ends.delete(subject);
    };
    done.then(leave, leave);
    return done;
  }
}

/** Compares and sets; and again when another writer was faster or no answer came, until the deadline. */
async function compareAndSet(
  connection: NatsConnection,
  delivery: Delivery,
  deadline: number,
  requestTimeoutMs: number = REQUEST_TIMEOUT_MS,
): Promise<PublishOutcome> {
  let trouble: BrokerError | undefined;
  for (let rounds = 1; ; rounds += 1) {
    const left = deadline - performance.now();
    if (left <= 0) {
      throw trouble ?? new BrokerError("timeout", delivery.draft.subject, `outrun ${rounds - 1} times`);
    }
    const timeoutMs = Math.max(1, Math.min(requestTimeoutMs, left)); // the client takes no less than 1
    try {
      const step = await delivery.attempt(connection, timeoutMs);
      if (step.kind !== "outrun") return { ...step, rounds };
      trouble = undefined;
      if (step.wasGuess) continue;
      await sleep(Math.random() * Math.min(OUTRUN_PAUSE.most, OUTRUN_PAUSE.first * 2 ** rounds));
    } catch (error) {
      if (!(error instanceof BrokerError) || !mayPass(error, connection)) throw error;
      trouble = error;
      await sleep(TROUBLE_PAUSE.least + Math.random() * (TROUBLE_PAUSE.most - TROUBLE_PAUSE.least));
    }
  }
}

/** Whether waiting can help. */
function mayPass({ reason }: BrokerError, connection: NatsConnection): boolean {
  if (connection.isClosed() || connection.isDraining()) return false;
  return reason === "timeout" || reason === "no-stream" || reason === "closed";
}
