import type { NatsConnection } from "nats";
import type { ProtocolHandler } from "nats/lib/nats-base-client/internal_mod.js";

export interface Sending {
  /** Where its answer goes; default: nowhere. */
  readonly reply?: string;
  /** The header block with the empty line at its end; ASCII. Default: none. */
  readonly head?: string;
}

const LINE_END = Buffer.from("\r\n");

/**
 * Publishes a message. A text is encoded together with its line of the protocol and its headers: the client's `publish`
 * makes three pieces of them, which takes as long as the keeper's decision.
 * @param subject without white space, as the reply subject
 * @throws {NatsError} on a closed connection
 */
export function sendMessage(
  connection: NatsConnection,
  subject: string,
  payload: Uint8Array | string,
  { reply = "", head = "" }: Sending = {},
): void {
  if (connection.isClosed()) connection.publish(subject); // throws
  const { protocol } = connection as unknown as { readonly protocol: ProtocolHandler };
  const to = reply === "" ? subject : `${subject} ${reply}`;
  const size = head.length + (typeof payload === "string" ? Buffer.byteLength(payload) : payload.length);
  const line = head === "" ? `PUB ${to} ${size}\r\n` : `HPUB ${to} ${head.length} ${size}\r\n${head}`;
  if (typeof payload === "string") protocol.sendCommand(Buffer.from(`${line}${payload}\r\n`));
  else protocol.sendCommand(Buffer.from(line), payload, LINE_END);
}
