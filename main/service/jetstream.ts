import type { MsgHdrs, NatsConnection } from "nats";
import { type ApiError, asRequestError, BrokerError } from "./broker-error.ts";
import { directGetSubject } from "./streams.ts";

/** Milliseconds for one answer of the broker. */
export const REQUEST_TIMEOUT_MS = 2000;

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
  const answer = await connection
    .request(address, undefined, { timeout: timeoutMs })
    .catch((error: unknown) => {
      throw asRequestError(error, address);
    });
  const { headers } = answer;
  if (headers?.code === 404) return undefined;
  const revision = Number(headers?.get("Nats-Sequence"));
  if (!Number.isSafeInteger(revision) || revision < 1) {
    throw new BrokerError(
      "broker-refused",
      address,
      headers?.description || "an answer without Nats-Sequence",
    );
  }
  return { revision, data: answer.data };
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
  const answer = await connection
    .request(subject, payload, {
      timeout: options.timeoutMs ?? REQUEST_TIMEOUT_MS,
      ...(options.headers === undefined ? {} : { headers: options.headers }),
    })
    .catch((error: unknown) => {
      throw asRequestError(error, subject);
    });
  const fields = parseAnswer(answer.data);
  if (fields === undefined)
    throw new BrokerError("broker-refused", subject, "an answer that is not JetStream's");
  const error = fields["error"];
  return error === undefined ? { ok: true, fields } : { ok: false, error: error as ApiError };
}

function parseAnswer(data: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(data));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
