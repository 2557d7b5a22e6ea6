import { type ApprovalEvent, parseEvent } from "../../contract/event.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { createInbox, type NatsConnection } from "../../nats/connection.ts";
import { deliveryOf } from "../../nats/delivery.ts";
import { readerApi } from "../../nats/jetstream-api.ts";
import { messageOf } from "../../nats/message.ts";
import { readerInbox, tokenOf } from "../../nats/permissions.ts";

/** Events of one reading. */
const MOST = 500;
/** How long the broker waits for more of them. Milliseconds. */
const EXPIRES_MS = 1_000;
/** Without an answer for so long the consumer is missing, or has no leader now. Milliseconds. */
const SILENT_MS = 5_000;

/** A kept event as a reader gets it. */
export interface ReadEvent {
  readonly event: ApprovalEvent;
  /** Milliseconds since the Unix epoch. */
  readonly keptAt: number;
  /** Its number among all kept events. It grows. */
  readonly revision: number;
  /** That of the event of the same person and service before it; 0 for the first. A gap shows an event that was missed. */
  readonly previous: number;
}

export interface ReadBatch {
  readonly events: readonly ReadEvent[];
  /** The broker may deliver the next ones. Without it these come again. @throws {BrokerError} (rejects) */
  acknowledge(): Promise<void>;
}

/**
 * Reads the next events of a reader, at most {@link MOST}; none when nothing waits. Only what the own consumer delivers is
 * taken: another reader can have its messages sent to any inbox of the account.
 * @throws {BrokerError} (rejects)
 */
export async function readNext(connection: NatsConnection, name: string): Promise<ReadBatch> {
  const token = tokenOf(name);
  const { next } = readerApi(token);
  const inbox = createInbox(readerInbox(name));
  const events: ReadEvent[] = [];
  let last = "";
  let heardAt = performance.now();
  let undo = (): void => {};
  const ended = new Promise<void>((resolve, reject) => {
    let count = 0;
    const subscription = connection.subscribe(inbox, {
      callback(error, raw) {
        if (error !== null) return reject(new BrokerError("permission", inbox, error.message));
        const message = messageOf(raw);
        const { reply = "" } = message;
        heardAt = performance.now();
        const delivery = deliveryOf(reply);
        if (delivery === undefined) {
          // 404 and 408: there is nothing more.
          if (/^40[48]/.test(message.status)) return resolve();
          return reject(new BrokerError("broker-refused", next, message.status));
        }
        if (delivery.consumer !== token) return;
        const read = message.origin === undefined ? undefined : parseEvent(message.origin, message.data);
        if (read?.ok === true && message.revision !== undefined) {
          const previous = Number(raw.headers?.get("Nats-Last-Sequence") ?? 0);
          events.push({ event: read.value, keptAt: delivery.storedAt, revision: message.revision, previous });
        }
        last = reply;
        count += 1;
        if (count === MOST) resolve();
      },
    });
    const look = setInterval(() => {
      if (performance.now() - heardAt > SILENT_MS) reject(new BrokerError("timeout", next));
    }, EXPIRES_MS);
    void connection.closed().then(() => reject(new BrokerError("closed", next)));
    connection.publish(next, JSON.stringify({ batch: MOST, expires: EXPIRES_MS * 1e6 }), { reply: inbox });
    undo = () => {
      clearInterval(look);
      subscription.unsubscribe();
    };
  });
  try {
    await ended;
  } finally {
    undo();
  }
  return {
    events,
    async acknowledge() {
      if (last === "") return;
      connection.publish(last, "+ACK");
      await connection.flush();
    },
  };
}
