import type { Msg } from "nats";
import type { Origin } from "../contract/connection.ts";

/** A message that arrived on a subscription. Each part is read from the bytes only when it is asked for. */
export interface Message {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly origin: Origin;
  /** An idle heartbeat of the broker's own: status 100, and no `Nats-Subject`, which every stored message carries. */
  readonly isHeartbeat: boolean;
}

const ORIGIN = "\r\nNats-Subject:";
const SEQUENCE = "\r\nNats-Sequence:";
const HEARTBEAT = 100;
/** The lowest status of an answer that says no. */
const REFUSAL = 300;

/** A message as the client hands it over, with its own parts, which are not in the client's types. */
export function messageOf(message: Msg): NatsMessage {
  return new NatsMessage(message as unknown as ClientMessage);
}

/** As the client keeps a message: the header block and the payload in one piece. */
export interface ClientMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly _rdata: Uint8Array;
  /** `hdr`: bytes of the header block; none when it is not above 0. */
  readonly _msg: { readonly hdr: number };
}

/**
 * A message of the client, of which only what is asked for is read; from the text of its header block, for the client's
 * own reading of the headers costs as much as all the rest of an event, and throws what it cannot read away.
 */
export class NatsMessage implements Message {
  readonly #message: ClientMessage;

  constructor(message: ClientMessage) {
    this.#message = message;
  }

  get subject(): string {
    return this.#message.subject;
  }

  get data(): Uint8Array {
    return this.#message.data;
  }

  get origin(): Origin {
    return originOf(headOf(this.#message));
  }

  get isHeartbeat(): boolean {
    return this.hasStatus(HEARTBEAT) && !headOf(this.#message).includes(ORIGIN);
  }

  /** Whether it is what a stream holds: every such message has the number that the stream gave it. */
  get isStored(): boolean {
    return headOf(this.#message).includes(SEQUENCE);
  }

  /** Whether it says why there is no answer, and holds nothing that was stored. */
  get isRefusal(): boolean {
    const head = headOf(this.#message);
    const status = Number(/^NATS\/1\.0 (\d+)/.exec(head)?.[1] ?? 0);
    return status >= REFUSAL && this.data.length === 0 && !head.includes(ORIGIN);
  }

  hasStatus(status: number): boolean {
    return headOf(this.#message).startsWith(`NATS/1.0 ${status}`);
  }
}

/** A letter a byte, as no header of the server's own is anything but ASCII; empty without headers. */
function headOf({ _rdata: bytes, _msg: { hdr } }: ClientMessage): string {
  if (hdr <= 0) return "";
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, hdr);
  return buffer.toString("latin1", 0, hdr);
}

let lastOrigin = "";

/** The one value of `Nats-Subject`; the server appends its own line, so a forged one makes two. */
function originOf(head: string): Origin {
  const at = head.indexOf(ORIGIN);
  if (at < 0) return undefined;
  const from = at + ORIGIN.length;
  if (head.indexOf(ORIGIN, from) >= 0) return undefined;
  const end = head.indexOf("\r", from);
  const origin = head.slice(from, end < 0 ? undefined : end).trimStart();
  // A burst's messages come from a few subjects: one text of each, whose hash is known, is found in maps at once.
  if (origin !== lastOrigin) lastOrigin = origin;
  return lastOrigin;
}
