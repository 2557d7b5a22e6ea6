import { parseDocument } from "../contract/document.ts";
import { BrokerError } from "./broker-error.ts";
import { type ApiError, isApiError } from "./jetstream-api.ts";

/** An answer of the JetStream API, or the acknowledgement of a message: its fields, or the broker's error. */
export type ApiAnswer =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: ApiError };

/** Bytes. The longest answer is a stream's configuration with the state of its replicas. */
const MAX_ANSWER = 512 * 1024;

/** @throws {BrokerError} `no-stream` for an empty answer (no stream takes the subject), or `broker-refused` */
export function parseApiAnswer(subject: string, data: Uint8Array): ApiAnswer {
  if (data.length === 0) throw new BrokerError("no-stream", subject, "the answer is empty");
  const document = parseDocument(data, MAX_ANSWER);
  if (!document.ok) throw new BrokerError("broker-refused", subject, "the answer is not JetStream's");
  const { error } = document.value;
  return error === undefined ? { ok: true, fields: document.value } : { ok: false, error: error as ApiError };
}

/** What the JetStream API refused, as an error. @param about the subject, or the part that was asked for */
export function apiRefusal(about: string, { err_code, description }: ApiError): BrokerError {
  return new BrokerError("broker-refused", about, description ?? `error ${err_code}`);
}

/** Whether a compare-and-set was refused because another message was stored first. */
export function isOutrun(answer: ApiAnswer): boolean {
  return !answer.ok && isApiError(answer.error, "outrun");
}

/**
 * The stream sequence in the broker's acknowledgement of a message.
 * @throws {BrokerError} `no-stream` or `full` if the message may be stored later, else `broker-refused`
 */
export function storedRevision(subject: string, answer: ApiAnswer): number {
  if (!answer.ok) {
    const { err_code = 0, description = "" } = answer.error;
    const mayPass = isApiError(answer.error, "not-now") ? "no-stream" : undefined;
    const reason = isApiError(answer.error, "full") ? "full" : (mayPass ?? "broker-refused");
    throw new BrokerError(reason, subject, `${description} (${err_code})`);
  }
  const { seq } = answer.fields;
  if (typeof seq === "number") return seq;
  throw new BrokerError("broker-refused", subject, "the answer is not JetStream's");
}

/** Whether a message was not stored because its subject has as many as it may: not the stream is full, but a share. */
export function isShareFull({ reason, detail }: BrokerError): boolean {
  return reason === "full" && detail.includes("per subject");
}
