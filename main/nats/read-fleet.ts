import { createInbox, type Msg, type NatsConnection, nuid } from "nats";
import { FLEET_STREAM } from "../contract/streams.ts";
import type { ApiAnswer } from "./api-answer.ts";
import { BrokerError } from "./broker-error.ts";
import { askJetStream } from "./jetstream.ts";
import { FLEET_READER_API, isApiError } from "./jetstream-api.ts";
import { messageOf } from "./message.ts";
import { ADMINISTRATOR_INBOX } from "./permissions.ts";

/** A stored report of an app, as it is. */
export interface StoredReport {
  readonly subject: string;
  readonly data: Uint8Array;
  /** An app sends none. An answer of the broker, which another person may have directed here, always has some. */
  readonly hasHeaders: boolean;
  /** When the broker stored it; milliseconds since the Unix epoch. */
  readonly storedAt: number;
}

/** Reports per request. They fit into the broker's buffer of one connection (`max_pending`) several times. */
const BATCH = 1_000;
/** Milliseconds after which the broker ends a request although fewer reports are left than were counted. */
const EXPIRES = 2_000;
/** Milliseconds without a report or an end. */
const PATIENCE = 10_000;
/** Milliseconds after which the broker removes a consumer that was not removed. */
const ABANDONED = 30_000;

/**
 * Reads all reports, oldest first, with a consumer that is removed afterwards. Several administrators may read at the
 * same time.
 * @param filter `fleet.*`, or the subject of one person
 * @throws {BrokerError} (rejects)
 */
export async function readFleet(
  connection: NatsConnection,
  filter: string,
): Promise<readonly StoredReport[]> {
  const name = nuid.next();
  const create = FLEET_READER_API.create.replace("*.fleet.*", `${name}.${filter}`);
  const named = (subject: string): string => subject.replace("*", name);
  const config = {
    name,
    filter_subject: filter,
    deliver_policy: "all",
    ack_policy: "none",
    inactive_threshold: ABANDONED * 1e6,
  };
  const created = await askJetStream(
    connection,
    create,
    JSON.stringify({ stream_name: FLEET_STREAM, config }),
    { timeoutMs: PATIENCE },
  );
  const reports: StoredReport[] = [];
  try {
    for (let left = pendingIn(created); left > 0; ) {
      const batch = await nextBatch(connection, named(FLEET_READER_API.next), Math.min(left, BATCH));
      reports.push(...batch);
      left = batch.length === 0 ? 0 : left - batch.length;
    }
  } finally {
    await askJetStream(connection, named(FLEET_READER_API.remove), "").catch(() => {}); // it ends by itself
  }
  return reports;
}

function pendingIn(created: ApiAnswer): number {
  if (created.ok) return Number(created.fields["num_pending"]);
  const reason = isApiError(created.error, "no-stream") ? "no-stream" : "broker-refused";
  throw new BrokerError(reason, `stream ${FLEET_STREAM}`, created.error.description ?? "");
}

/** Asks for reports. Resolves to fewer than wanted when the stream has removed some meanwhile. */
function nextBatch(
  connection: NatsConnection,
  subject: string,
  wanted: number,
): Promise<readonly StoredReport[]> {
  const inbox = createInbox(ADMINISTRATOR_INBOX);
  const batch: StoredReport[] = [];
  return new Promise<readonly StoredReport[]>((resolve, reject) => {
    const fail = (reason: "timeout" | "closed" | "permission" | "broker-refused", detail: string): void => {
      end();
      reject(new BrokerError(reason, `stream ${FLEET_STREAM}`, detail));
    };
    const timer = setTimeout(() => fail("timeout", "no answer"), PATIENCE);
    const subscription = connection.subscribe(inbox, {
      callback(error, message) {
        if (error !== null) return fail("permission", error.message);
        const report = reportIn(message);
        if (report === undefined) {
          const { code = 0, description = "" } = message.headers ?? {};
          if (code !== 404 && code !== 408) return fail("broker-refused", description || String(code));
        } else if (batch.push(report) < wanted) {
          timer.refresh();
          return;
        }
        end();
        resolve(batch);
      },
    });
    function end(): void {
      clearTimeout(timer);
      subscription.unsubscribe();
    }
    void connection.closed().then(() => fail("closed", ""));
    connection.publish(subject, JSON.stringify({ batch: wanted, expires: EXPIRES * 1e6 }), { reply: inbox });
  });
}

/**
 * Undefined for a status of the broker. Only a stored message has this reply subject, whatever headers its sender gave
 * it: `$JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.<sequence>.<nanoseconds>.<pending>`, or with two tokens more
 * behind `ACK` (ADR-15).
 */
function reportIn(message: Msg): StoredReport | undefined {
  const { subject, data, reply = "" } = message;
  if (!reply.startsWith("$JS.ACK.")) return undefined;
  const tokens = reply.split(".");
  const storedAt = Number(tokens[tokens.length === 9 ? 7 : 9]) / 1e6;
  return { subject, data, hasHeaders: messageOf(message).hasHeaders, storedAt };
}
