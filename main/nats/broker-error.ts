import { NatsError } from "nats";
import type { BrokerReason } from "../contract/broker-reason.ts";
import { inEnglish } from "../words/broker-words.ts";

/** A failure between us and the broker. `message` is English and says what to do; `broker-words.ts` has it in Korean. */
export class BrokerError extends Error {
  override readonly name = "BrokerError";
  readonly reason: BrokerReason;
  /** The server, stream, subject or file that it is about. */
  readonly about: string;
  /** The technical cause. */
  readonly detail: string;

  constructor(reason: BrokerReason, about: string, detail = "", options?: ErrorOptions) {
    super(inEnglish({ reason, about, detail }), options);
    this.reason = reason;
    this.about = about;
    this.detail = detail;
  }
}

/** An answer of the JetStream API that holds an error. */
export interface ApiError {
  readonly code: number;
  readonly err_code?: number;
  readonly description?: string;
}

/** The error of a request, told by what the person can do about it. */
export function asRequestError(error: unknown, subject: string): BrokerError {
  if (error instanceof BrokerError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const make = (reason: BrokerReason): BrokerError =>
    new BrokerError(reason, subject, detail, { cause: error });
  if (!(error instanceof NatsError)) return make("broker-refused");
  if (error.isPermissionError()) return make("permission");
  switch (error.code) {
    case "503":
      return make("no-stream");
    case "TIMEOUT":
      return make("timeout");
    case "CONNECTION_CLOSED":
    case "CONNECTION_DRAINING":
    case "DISCONNECT":
      return make("closed");
    case "AUTHORIZATION_VIOLATION":
    case "AUTHENTICATION_EXPIRED":
      return make("authorization");
    default:
      return make("broker-refused");
  }
}
