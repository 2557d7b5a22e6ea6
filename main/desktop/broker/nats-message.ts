import type { Message, Origin } from "./transport.ts";

const RETURN = 13;
const SPACE = 32;
const ORIGIN = Buffer.from("\r\nNats-Subject:");
const SEQUENCE = Buffer.from("\r\nNats-Sequence:");
const HEARTBEAT = 100;

/** As the client keeps a message: the header block and the payload in one piece. */
export interface ClientMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly _rdata: Uint8Array;
  /** `hdr`: bytes of the header block; none when it is not above 0. */
  readonly _msg: { readonly hdr: number };
}

/** A message of the client, of which only what is asked for is read. */
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
    return originOf(this.#message);
  }

  get isHeartbeat(): boolean {
    const { _rdata: bytes, _msg: arguments_ } = this.#message;
    return this.hasStatus(HEARTBEAT) && nextLine(ORIGIN, bytes, 0, arguments_.hdr) < 0;
  }

  /** Whether it is what a stream holds: every such message has the number that the stream gave it. */
  get isStored(): boolean {
    const { _rdata: bytes, _msg: arguments_ } = this.#message;
    return nextLine(SEQUENCE, bytes, 0, arguments_.hdr) >= 0;
  }

  hasStatus(status: number): boolean {
    const { _rdata: bytes, _msg: arguments_ } = this.#message;
    return arguments_.hdr > 0 && startsWith(bytes, Buffer.from(`NATS/1.0 ${status}`), 0);
  }
}

/**
 * The one value of `Nats-Subject`; the server appends its own line, so a forged one makes two. Read from the bytes: the
 * client's own reading of the headers costs as much as all the rest of an event.
 */
export function originOf({ _rdata: bytes, _msg: { hdr: end } }: ClientMessage): Origin {
  const at = nextLine(ORIGIN, bytes, 0, end);
  if (at < 0) return undefined;
  let from = at + ORIGIN.length;
  if (nextLine(ORIGIN, bytes, from, end) >= 0) return undefined;
  while (bytes[from] === SPACE) from++;
  const to = bytes.indexOf(RETURN, from);
  return textOf(bytes, from, to < 0 ? end : to);
}

/** Where a line of the headers begins with a name; below 0 when none does. */
function nextLine(name: Uint8Array, bytes: Uint8Array, from: number, end: number): number {
  const last = end - name.length;
  for (let at = from; at <= last; at++) if (bytes[at] === RETURN && startsWith(bytes, name, at)) return at;
  return -1;
}

function startsWith(bytes: Uint8Array, start: Uint8Array, at: number): boolean {
  for (let index = 0; index < start.length; index++) if (bytes[at + index] !== start[index]) return false;
  return true;
}

let lastBytes: Uint8Array = new Uint8Array();
let lastText = "";

/** A burst's messages come from a few subjects: the text of the last one is not made again. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  if (to - from === lastBytes.length && startsWith(bytes, lastBytes, from)) return lastText;
  lastBytes = bytes.slice(from, to);
  lastText = Buffer.from(lastBytes).toString("latin1");
  return lastText;
}
