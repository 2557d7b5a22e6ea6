import type { MsgImpl } from "nats/lib/nats-base-client/internal_mod.js";
import type { Message, Origin } from "./transport.ts";

const LINE_END = "\r\n";
const ORIGIN = `${LINE_END}Nats-Subject:`;
const HEARTBEAT = "NATS/1.0 100";

/** A message of the client, of which only what is asked for is read. */
export class NatsMessage implements Message {
  readonly #message: MsgImpl;

  constructor(message: MsgImpl) {
    this.#message = message;
  }

  get subject(): string {
    return this.#message.subject;
  }

  get data(): Uint8Array {
    return this.#message.data;
  }

  get origin(): Origin {
    return originIn(headersOf(this.#message));
  }

  get isHeartbeat(): boolean {
    const headers = headersOf(this.#message);
    return headers.startsWith(HEARTBEAT) && !headers.includes(ORIGIN);
  }
}

/** The header block as it came, one character a byte; empty when there is none. */
export function headersOf(message: MsgImpl): string {
  // The client's own reading of the headers costs as much as all the rest of an event.
  const { _rdata: bytes, _msg: arguments_ } = message;
  if (arguments_.hdr <= 0) return "";
  return Buffer.from(bytes.buffer, bytes.byteOffset, arguments_.hdr).toString("latin1");
}

/** The one value of `Nats-Subject`; the server appends its own line, so a forged one makes two. */
export function originIn(headers: string): Origin {
  const at = headers.indexOf(ORIGIN);
  if (at < 0 || headers.indexOf(ORIGIN, at + ORIGIN.length) >= 0) return undefined;
  const from = at + ORIGIN.length;
  return headers.slice(from, headers.indexOf(LINE_END, from)).trim();
}
