import { headers, type Msg, type MsgHdrs, type NatsConnection, type RequestOptions } from "nats";
import { defined } from "../contract/defined.ts";
import { asRequestError, BrokerError } from "./broker-error.ts";
import { type ApiError, directGetSubject } from "./jetstream-api.ts";
import { ping } from "./ping.ts";

/** Milliseconds for one answer of the broker. */
export const REQUEST_TIMEOUT_MS = 2000;

const PING_MS = 250;

const utf8 = new TextDecoder();

export interface RetainedMessage {
  /** The stream sequence: what a compare-and-set compares with. */
  readonly revision: number;
  readonly data: Uint8Array;
}

/**
 * Reads the message that a stream retains for a subject, without a consumer; undefined when there is none.
 * Plain requests throughout: the client's JetStream manager probes `$JS.API.INFO`, which no login here may use.
 * @throws {BrokerError}
 */
export async function directGet(
  connection: NatsConnection,
  stream: string,
  subject: string,
  timeoutMs: number = REQUEST_TIMEOUT_MS,
): Promise<RetainedMessage | undefined> {
  const address = directGetSubject(stream, subject);
  const answer = await request(connection, address, undefined, { timeout: timeoutMs });
  const head = answer.headers;
  // A retained message may itself be an answer "404" that somebody stored; a real one names no sequence.
  if (head?.code === 404 && !head.has("Nats-Sequence")) return undefined;
  const revision = Number(head?.get("Nats-Sequence"));
  if (!Number.isSafeInteger(revision) || revision < 1) {
    throw new BrokerError("broker-refused", address, head?.description || "an answer without Nats-Sequence");
  }
  return { revision, data: answer.data };
}

/** Whether anybody answers a direct get, if only that nothing is there. */
export async function isServed(
  connection: NatsConnection,
  stream: string,
  subject: string,
  timeoutMs: number,
): Promise<boolean> {
  const answer = await connection
    .request(directGetSubject(stream, subject), undefined, { timeout: timeoutMs })
    .catch(() => undefined);
  return answer !== undefined && answer.headers?.code !== 503;
}

/** An answer of the JetStream API: its fields, or the broker's error. */
export type ApiAnswer =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: ApiError };

/**
 * Asks the JetStream API, or publishes and takes the broker's acknowledgement: both answer in the same shape.
 * @throws {BrokerError} when no answer comes; an error in the answer is a value
 */
export async function askJetStream(
  connection: NatsConnection,
  subject: string,
  payload: string | Uint8Array,
  options: { readonly headers?: MsgHdrs; readonly timeoutMs?: number } = {},
): Promise<ApiAnswer> {
  const answer = await request(connection, subject, payload, {
    timeout: options.timeoutMs ?? REQUEST_TIMEOUT_MS,
    ...defined({ headers: options.headers }),
  });
  const fields = parseAnswer(answer.data);
  if (fields === undefined)
    throw new BrokerError("broker-refused", subject, "an answer that is not JetStream's");
  const error = fields["error"];
  return error === undefined ? { ok: true, fields } : { ok: false, error: error as ApiError };
}

/** What a message is stored over. */
export interface Expectation {
  /** Stream sequence of the newest message of its subject; 0 for none. */
  readonly revision: number;
  /** A message with the id of an earlier one is not stored again, for as long as the stream remembers ids. */
  readonly id?: string;
}

/**
 * Stores a message if the newest one of its subject is still the expected one.
 * @throws {BrokerError} as {@link askJetStream}
 */
export function storeOver(
  connection: NatsConnection,
  subject: string,
  payload: string | Uint8Array,
  expectation: Expectation,
  timeoutMs: number,
): Promise<ApiAnswer> {
  return askJetStream(connection, subject, payload, { headers: headersOf(expectation), timeoutMs });
}

/** Publishes what no stream stores: no subject is at that revision. */
export function publishToNobody(connection: NatsConnection, subject: string): void {
  connection.publish(subject, "{}", { headers: headersOf({ revision: 999_999_999_999 }) });
}

function headersOf({ revision, id }: Expectation): MsgHdrs {
  const made = headers();
  made.set("Nats-Expected-Last-Subject-Sequence", String(revision));
  if (id !== undefined) made.set("Nats-Msg-Id", id);
  return made;
}

async function request(
  connection: NatsConnection,
  subject: string,
  payload: string | Uint8Array | undefined,
  options: RequestOptions,
): Promise<Msg> {
  try {
    return await connection.request(subject, payload, options);
  } catch (error) {
    const failure = asRequestError(error, subject);
    // A direct get of a stream that is not there is answered by nobody, not even with "no responders": the broker
    // itself listens on the API's subjects. Whether it lives tells the two apart.
    if (failure.reason !== "timeout" || !(await ping(connection, PING_MS))) throw failure;
    throw new BrokerError("no-stream", subject, failure.detail, { cause: error });
  }
}

function parseAnswer(data: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(data));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
