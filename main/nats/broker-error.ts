import type { BrokerReason } from "../contract/broker-reason.ts";
import { describeBrokerProblem } from "../words/broker/index.ts";
import { requestReason } from "./failure.ts";

/**
 * A failure between this program and the broker. `message` is English, with advice; `words/broker` has the Korean.
 */
export class BrokerError extends Error {
  override readonly name = "BrokerError";
  readonly reason: BrokerReason;
  /** The server, stream, subject or file concerned. */
  readonly about: string;
  /** The technical cause. */
  readonly detail: string;

  constructor(reason: BrokerReason, about: string, detail = "", options?: ErrorOptions) {
    super(describeBrokerProblem("en", { reason, about, detail }), options);
    this.reason = reason;
    this.about = about;
    this.detail = detail;
  }
}

/** Wraps the error of a request; a `BrokerError` is returned as it is. */
export function asRequestError(error: unknown, subject: string): BrokerError {
  if (error instanceof BrokerError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new BrokerError(requestReason(error), subject, detail, { cause: error });
}
