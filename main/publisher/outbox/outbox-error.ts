/**
 * - `locked` another process (or another outbox of this one) uses the folder · `unusable-folder` it cannot be used at all
 * - `disk` events are kept in memory only until the disk works again · `damaged` lines of the journal could not be read
 * - `refused` the broker holds something that this event cannot follow · `broker` see `cause`, a BrokerError
 */
export type OutboxReason = "locked" | "unusable-folder" | "disk" | "damaged" | "refused" | "broker";

export class OutboxError extends Error {
  override readonly name = "OutboxError";
  readonly reason: OutboxReason;

  constructor(reason: OutboxReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
