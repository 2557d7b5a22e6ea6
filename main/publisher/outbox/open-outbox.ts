import { resolve } from "node:path";
import type { SentEvent } from "../../contract/event.ts";
import type { Outcome } from "../../contract/intake.ts";
import { canonicalId } from "../../contract/subject.ts";
import { type Release, takeLock } from "../../files/lock.ts";
import { makeFolder } from "../../files/own.ts";
import { type BrokerOptions, connectBroker } from "../../nats/connect-broker.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { REQUEST_TIMEOUT_MS } from "../../nats/jetstream.ts";
import { writerInbox } from "../../nats/permissions.ts";
import { counted } from "../../words/counted.ts";
import { DAMAGED, type JournalContent, readJournal } from "./journal-files.ts";
import { FileOutbox } from "./outbox.ts";
import { OutboxError } from "./outbox-error.ts";
import type { Outbox } from "./outbox-types.ts";

/** The options of {@link createOutbox}. */
export interface OutboxOptions {
  /** A folder for this outbox only, on a local disk. A missing folder is made. */
  readonly directory: string;
  /** The id of the service, because a writer's login belongs to one service. */
  readonly service: string;
  /** The address of the broker, or a function that connects at every dial. The outbox closes the connection. */
  readonly broker: BrokerOptions | (() => Promise<NatsConnection>);
  /** Maximum number of people with a waiting event; default 100,000. */
  readonly maxEntries?: number;
  /**
   * Maximum size of all waiting events, in bytes; default 32 MiB. The folder takes up to three times as much plus
   * 2 MiB.
   */
  readonly maxBytes?: number;
  /** Maximum number of people served at the same time; default 64. */
  readonly maxInFlight?: number;
  /** Milliseconds for one answer of the broker; default 2000. */
  readonly requestTimeoutMs?: number;
  /** Reports trouble for an operator, once per kind until an event is delivered. Errors that it throws are ignored. */
  readonly onError?: (error: OutboxError) => void;
  /** Called when the broker has stored an event. Errors that it throws are ignored. */
  readonly onDelivered?: (event: SentEvent) => void;
  /**
   * Called when the keeper says what became of a delivered event: kept, older, or refused with a reason. Outcomes that
   * are said while this process is not connected are not heard. Errors that it throws are ignored.
   */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/**
 * Opens an outbox, and starts to deliver the events in its folder. The broker need not be reachable. The methods of
 * the outbox do not throw.
 * @throws {OutboxError} (rejects) `locked` or `unusable-folder`
 * @throws {TypeError} (rejects) for a bad id, or a limit below 1
 */
export async function createOutbox(options: OutboxOptions): Promise<Outbox> {
  const { maxEntries = 100_000, maxBytes = 32 * 1024 * 1024, maxInFlight = 64 } = options;
  const service = canonicalId(options.service);
  if (!service.ok) throw new TypeError(`service: ${service.detail}`);
  for (const [name, bound] of Object.entries({ maxEntries, maxBytes, maxInFlight })) {
    if (!Number.isSafeInteger(bound) || bound < 1)
      throw new TypeError(`${name} must be a whole number from 1`);
  }
  const folder = resolve(options.directory);
  const onError = options.onError ?? (() => {});
  const release = await lockOutbox(folder);
  let content: JournalContent;
  try {
    content = await readJournal(folder);
  } catch (cause) {
    await release();
    throw new OutboxError("unusable-folder", `The outbox in ${folder} cannot be read: ${cause}`, { cause });
  }
  const stranger = [...content.waiting.values()].find(({ draft }) => draft.event.service !== service.value);
  if (stranger !== undefined) {
    await release();
    throw new OutboxError("unusable-folder", `${folder} is the outbox of ${stranger.draft.event.service}.`);
  }
  const { broker } = options;
  const outbox = new FileOutbox({
    folder,
    service: service.value,
    content,
    release,
    connect:
      typeof broker === "function"
        ? broker
        : () => connectBroker({ inboxPrefix: writerInbox(service.value), ...broker, reconnect: false }),
    maxEntries,
    maxBytes,
    maxInFlight,
    requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    onError,
    onDelivered: options.onDelivered ?? (() => {}),
    onOutcome: options.onOutcome ?? (() => {}),
  });
  if (content.damagedLines > 0) {
    const kept = `the file is kept as "${DAMAGED}"`;
    outbox.tell("damaged", `${folder} has ${counted(content.damagedLines, "damaged line")}; ${kept}.`);
  }
  return outbox;
}

async function lockOutbox(folder: string): Promise<Release> {
  let release: Release | undefined;
  try {
    makeFolder(folder);
    release = await takeLock(folder, "lock");
  } catch (cause) {
    throw new OutboxError("unusable-folder", `The folder ${folder} cannot be used: ${cause}`, { cause });
  }
  if (release !== undefined) return release;
  throw new OutboxError("locked", `Another process uses the outbox in ${folder}: one process, one folder.`);
}
