import { setTimeout as sleep } from "node:timers/promises";
import type { BrokerReason } from "../contract/broker-reason.ts";
import type { SentEvent } from "../contract/event.ts";
import type { Outcome, Verdict } from "../contract/intake.ts";
import { asRequestError, BrokerError } from "../nats/broker-error.ts";
import { type BrokerOptions, connectBroker } from "../nats/connect-broker.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { REQUEST_TIMEOUT_MS } from "../nats/jetstream.ts";
import { writerInbox } from "../nats/permissions.ts";
import { checkInput, type EventDraft, type PublishInput, type PublishRefusal } from "./draft.ts";
import { Outcomes } from "./outcomes.ts";
import { storeInIntake } from "./store.ts";

/** The time limits of a publisher. */
export interface PublisherOptions {
  /** Milliseconds for the broker to store one event, with all retries; default 10,000. */
  readonly deadlineMs?: number;
  /** Milliseconds for one answer of the broker; default 2000. */
  readonly requestTimeoutMs?: number;
  /** Milliseconds after that for the keeper to say what became of it; default 2000, and 0 does not wait. */
  readonly outcomeMs?: number;
}

/**
 * The result of one publish. `stored`: the broker has the event and will not lose it, but no keeper has said yet what
 * became of it.
 */
export type PublishOutcome =
  | ((Exclude<Verdict, { outcome: "refused" }> | { readonly outcome: "stored" }) & {
      readonly event: SentEvent;
    })
  | {
      readonly outcome: "refused";
      readonly reason: PublishRefusal["reason"] | Extract<Verdict, { outcome: "refused" }>["reason"];
      readonly detail: string;
    };

/** Publishes events over one connection. */
export interface Publisher {
  /**
   * Sends one event. Bad input is an outcome (`refused`), not an error. Any number of calls may run at once, in any
   * order: the sequence decides.
   * @throws {BrokerError} (rejects) if the broker does not store it before the deadline. The event may have been
   * stored, and publishing it again is safe.
   */
  publish(input: PublishInput): Promise<PublishOutcome>;
}

const DEADLINE_MS = 10_000;
const OUTCOME_MS = 2_000;
/** Milliseconds for one server to answer a dial. */
const DIAL_MS = 3000;
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
  if (!draft.ok) return { outcome: "refused", reason: draft.reason, detail: draft.detail };
  const { deadlineMs = DEADLINE_MS } = options;
  const deadline = performance.now() + deadlineMs;
  const broker = { inboxPrefix: writerInbox(draft.value.event.service), ...options, reconnect: true };
  const connection = await dialUntil(deadline, broker);
  try {
    const left = Math.max(0, deadline - performance.now());
    const publisher = new ConnectionPublisher(connection, { ...options, deadlineMs: left });
    return await publisher.send(draft.value);
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
  return reason === "timeout" || reason === "no-stream" || reason === "full" || reason === "closed";
}

class ConnectionPublisher implements Publisher {
  readonly #connection: NatsConnection;
  readonly #options: Required<PublisherOptions>;
  /** By the service's id. */
  readonly #outcomes = new Map<string, Outcomes>();

  constructor(connection: NatsConnection, options: PublisherOptions) {
    this.#connection = connection;
    this.#options = {
      deadlineMs: options.deadlineMs ?? DEADLINE_MS,
      requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      outcomeMs: options.outcomeMs ?? OUTCOME_MS,
    };
  }

  async publish(input: PublishInput): Promise<PublishOutcome> {
    const draft = checkInput(input, Date.now());
    if (!draft.ok) return { outcome: "refused", reason: draft.reason, detail: draft.detail };
    return this.send(draft.value);
  }

  async send(draft: EventDraft): Promise<PublishOutcome> {
    const { event } = draft;
    const { outcomeMs } = this.#options;
    const outcomes = outcomeMs > 0 ? this.#listen(event.service) : undefined;
    const intake = await this.#store(draft);
    const heard = outcomes === undefined ? undefined : await outcomeOf(outcomes, intake, outcomeMs);
    if (heard === undefined) return { outcome: "stored", event };
    const { intake: _, event: place, ...verdict } = heard;
    return verdict.outcome === "refused" ? verdict : { ...verdict, event };
  }

  #listen(service: string): Outcomes {
    const present = this.#outcomes.get(service);
    if (present !== undefined) return present;
    try {
      const outcomes = new Outcomes(this.#connection, service);
      this.#outcomes.set(service, outcomes);
      return outcomes;
    } catch (error) {
      throw asRequestError(error, service); // the connection is closed
    }
  }

  /** Repeated until the deadline when no answer came. */
  async #store(draft: EventDraft): Promise<number> {
    const deadline = performance.now() + this.#options.deadlineMs;
    for (;;) {
      const left = Math.max(1, deadline - performance.now()); // the client requires at least 1
      try {
        return await storeInIntake(this.#connection, draft, Math.min(this.#options.requestTimeoutMs, left));
      } catch (error) {
        if (!(error instanceof BrokerError) || !mayPass(error, this.#connection)) throw error;
        const pauseMs = troublePause();
        if (performance.now() + pauseMs > deadline) throw error;
        await sleep(pauseMs);
      }
    }
  }
}

/** What became of an event; undefined when nobody says it in time. */
function outcomeOf(outcomes: Outcomes, intake: number, ms: number): Promise<Outcome | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      forget();
      resolve(undefined);
    }, ms);
    const forget = outcomes.when(intake, (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    });
  });
}
