/**
 * - `locked` another process, or another outbox of this process, uses the folder
 * - `unusable-folder` the folder cannot be used
 * - `disk` events are kept in memory only, until the disk works again · `damaged` lines of the journal could not be
 *   read
 * - `refused` the keeper refused an event · `sequence-went-back` it is later than the kept one, but its number is not
 *   · `broker` a failure of the broker; `cause` is a BrokerError
 */
export type OutboxReason =
  | "locked"
  | "unusable-folder"
  | "disk"
  | "damaged"
  | "refused"
  | "sequence-went-back"
  | "broker";

/** A failure of the outbox, thrown by `createOutbox` or reported to `onError`. `message` is English. */
export class OutboxError extends Error {
  override readonly name = "OutboxError";
  readonly reason: OutboxReason;

  constructor(reason: OutboxReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
