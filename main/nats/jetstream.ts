import { headers, type Msg, type MsgHdrs, type NatsConnection, type RequestOptions } from "nats";
import { defined } from "../contract/defined.ts";
import { type ApiAnswer, isOutrun, parseApiAnswer, storedRevision } from "./api-answer.ts";
import { asRequestError, BrokerError } from "./broker-error.ts";
import { directGetSubject, nextRequest, streamApi } from "./jetstream-api.ts";
import { ping } from "./ping.ts";

/** Default timeout of a request, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 2000;

const PING_MS = 250;

/** The retained message of a subject. */
export interface RetainedMessage {
  readonly subject: string;
  /** The stream sequence, with which compare-and-set compares. */
  readonly revision: number;
  readonly data: Uint8Array;
}

/**
 * Reads the retained message of a subject without a consumer; undefined when there is none. It is a plain request,
 * because the client's JetStream manager uses `$JS.API.INFO`, which no login here may use.
 * @param timeoutMs milliseconds
 * @throws {BrokerError} (rejects)
 */
export async function directGet(
  connection: NatsConnection,
  stream: string,
  subject: string,
  timeoutMs: number = REQUEST_TIMEOUT_MS,
): Promise<RetainedMessage | undefined> {
  return retainedIn(connection, directGetSubject(stream, subject), undefined, timeoutMs);
}

/**
 * Reads the messages of `filter` one by one, in the order in which they were stored.
 * @param timeoutMs milliseconds for each
 * @throws {BrokerError} (rejects)
 */
export async function* messagesOf(
  connection: NatsConnection,
  stream: string,
  filter: string,
  timeoutMs: number,
): AsyncGenerator<RetainedMessage> {
  for (let from = 1; ; ) {
    const address = streamApi(stream).directGet;
    const next = await retainedIn(connection, address, nextRequest(filter, from), timeoutMs);
    if (next === undefined) return;
    yield next;
    from = next.revision + 1;
  }
}

async function retainedIn(
  connection: NatsConnection,
  address: string,
  payload: string | undefined,
  timeoutMs: number,
): Promise<RetainedMessage | undefined> {
  const answer = await request(connection, address, payload, { timeout: timeoutMs });
  const head = answer.headers;
  // A sender may have stored a message with status 404. The server's own 404 has no `Nats-Sequence`.
  if (head?.code === 404 && !head.has("Nats-Sequence")) return undefined;
  const revision = Number(head?.get("Nats-Sequence"));
  if (!Number.isSafeInteger(revision) || revision < 1) {
    throw new BrokerError("broker-refused", address, head?.description || "the answer has no Nats-Sequence");
  }
  // The server appends its own line to what the sender wrote.
  const subject = head?.values("Nats-Subject").at(-1) ?? "";
  return { subject, revision, data: answer.data };
}

/** Whether a direct get is answered, even with "no message". @param timeoutMs milliseconds */
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

/**
 * Sends a request to the JetStream API, or publishes and waits for the broker's acknowledgement. Both answers have the
 * same form. An error in the answer is a value.
 * @throws {BrokerError} (rejects) without an answer
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
  return parseApiAnswer(subject, answer.data);
}

/** The condition of a compare-and-set. */
export interface Expectation {
  /** Expected stream sequence of the subject's newest message; 0 for none. */
  readonly revision: number;
}

/**
 * Stores a message if the newest message of its subject is still the expected one.
 * @param timeoutMs milliseconds
 * @throws {BrokerError} as {@link askJetStream} does
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

/**
 * The same for one attempt: a subject that somebody has changed since it was read is an error.
 * @throws {BrokerError} (rejects); `broker-refused` then
 */
export async function storeUnchanged(
  connection: NatsConnection,
  subject: string,
  payload: string,
  revision: number,
  timeoutMs: number,
): Promise<void> {
  const answer = await storeOver(connection, subject, payload, { revision }, timeoutMs);
  if (isOutrun(answer))
    throw new BrokerError("broker-refused", subject, "it was changed at the same time; try again");
  storedRevision(subject, answer);
}

/**
 * Publishes a message that no stream stores, because no subject has the expected revision. For tests of permissions.
 */
export function publishToNobody(connection: NatsConnection, subject: string): void {
  connection.publish(subject, "{}", { headers: headersOf({ revision: 999_999_999_999 }) });
}

function headersOf({ revision }: Expectation): MsgHdrs {
  const made = headers();
  made.set("Nats-Expected-Last-Subject-Sequence", String(revision));
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
    // A direct get on a missing stream gets no answer, not even "no responders", because the broker itself subscribes
    // to the API's subjects. A ping tells a missing stream from a dead broker.
    if (failure.reason !== "timeout" || !(await ping(connection, PING_MS))) throw failure;
    throw new BrokerError("no-stream", subject, failure.detail, { cause: error });
  }
}
