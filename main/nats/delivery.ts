/** Where a message of a consumer stands. */
export interface Delivery {
  readonly consumer: string;
  /** Its number in the stream. */
  readonly sequence: number;
  /** When the broker stored it; milliseconds since the Unix epoch, by the broker's clock. */
  readonly storedAt: number;
  /** How many messages wait behind it. */
  readonly pending: number;
}

/**
 * Reads the subject of an acknowledgement:
 * `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<nanoseconds>.<pending>`, from some servers with
 * a domain and an account's hash before the stream, and a token behind. Undefined for another subject.
 */
export function deliveryOf(reply: string): Delivery | undefined {
  if (!reply.startsWith("$JS.ACK.")) return undefined;
  const tokens = reply.split(".");
  const at = tokens.length > 9 ? 7 : 5;
  const consumer = tokens[at - 2];
  const [sequence, storedAt, pending] = [tokens[at], tokens[at + 2], tokens[at + 3]].map(Number);
  if (!sequence || !storedAt || pending === undefined || consumer === undefined) return undefined;
  return { consumer, sequence, storedAt: storedAt / 1e6, pending };
}
