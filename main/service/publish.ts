import { setTimeout as sleep } from "node:timers/promises";
import type { NatsConnection } from "nats";
import { formatEvent } from "../core/event.ts";
import { writerInbox } from "./broker-config.ts";
import { BrokerError } from "./broker-error.ts";
import { compare, readRetained, type Step, writeOver } from "./compare-and-set.ts";
import { type BrokerOptions, connectBroker } from "./connect.ts";
import { checkInput, type Draft, type PublishInput } from "./draft.ts";
import { REQUEST_TIMEOUT_MS } from "./jetstream.ts";

export interface PublisherOptions {
  /** Milliseconds that one publish may take with all its retries; default 10,000. */
  readonly deadlineMs?: number;
  /** Milliseconds to wait for one answer of the broker; default 2000. */
  readonly requestTimeoutMs?: number;
}

/** What became of one event, and after how many rounds of read and write. */
export type PublishOutcome = Step & { readonly rounds: number };

export interface Publisher {
  /**
   * Writes one event unless the broker holds one as new. Bad input is an outcome (`refused`), not an error. Two calls
   * for the same person and service may run at once; those without a sequence are then ordered by chance.
   * @throws {BrokerError} when the broker does not do it before the deadline; then nothing is known about the write,
   *   and publishing the same event again is safe
   */
  publish(input: PublishInput): Promise<PublishOutcome>;
}

/** Milliseconds: the first pause after being outrun, and the longest. */
const OUTRUN_PAUSE = { first: 2, most: 100 };
/** Milliseconds: the pause when the broker does not answer, so that an election can end. */
const TROUBLE_PAUSE = { least: 200, most: 600 };

/** Publishes over a connection that its caller opened and will close. */
export function createPublisher(connection: NatsConnection, options: PublisherOptions = {}): Publisher {
  return {
    async publish(input) {
      const draft = checkInput(input, Date.now());
      if (!draft.ok) return { kind: "refused", reason: draft.reason, detail: draft.detail, rounds: 0 };
      return compareAndSet(connection, draft.value, options);
    },
  };
}

/** Connects, publishes one event and closes. A service that sends more keeps a connection and a publisher. */
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
    return await compareAndSet(connection, draft.value, options);
  } finally {
    await connection.close();
  }
}

/** Read, compare, set; and again when another writer was faster or no answer came, until the deadline. */
async function compareAndSet(
  connection: NatsConnection,
  draft: Draft,
  { deadlineMs = 10_000, requestTimeoutMs = REQUEST_TIMEOUT_MS }: PublisherOptions,
): Promise<PublishOutcome> {
  const deadline = performance.now() + deadlineMs;
  const sent = new Set<string>(); // events that may have been stored without our hearing of it
  let withId = true;
  let trouble: BrokerError | undefined;
  for (let rounds = 1; ; rounds += 1) {
    const left = deadline - performance.now();
    if (left <= 0) throw trouble ?? new BrokerError("timeout", draft.subject, `outrun ${rounds - 1} times`);
    const timeoutMs = Math.max(1, Math.min(requestTimeoutMs, left)); // the client takes no less than 1
    try {
      const retained = await readRetained(connection, draft.subject, timeoutMs);
      if (retained.event !== undefined && sent.has(formatEvent(retained.event))) {
        return { kind: "published", event: retained.event, revision: retained.revision, rounds };
      }
      const decision = compare(draft, retained);
      if (decision.kind !== "write") return { ...decision, rounds };
      const { formed } = decision;
      const written = await writeOver(connection, draft, formed, retained.revision, {
        timeoutMs,
        withId,
      }).catch((error: unknown) => {
        sent.add(formatEvent(formed.event));
        throw error;
      });
      if (written.kind === "stored") {
        return { kind: "published", event: formed.event, revision: written.revision, rounds };
      }
      // A message of the same id was stored before: the next read tells whether it is the one retained. If it is gone
      // again, the id would be swallowed for minutes, and comparing revisions is safe without it.
      if (written.kind === "seen-before") withId = false;
      trouble = undefined;
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
