import type { Msg } from "nats";
import type { Origin } from "../contract/connection.ts";

/** A message that arrived on a subscription. Each property is read from the bytes when it is used. */
export interface Message {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly origin: Origin;
  /**
   * Whether it is an idle heartbeat of the broker: status 100, without `Nats-Subject`, which every stored message has.
   */
  readonly isHeartbeat: boolean;
  /**
   * Whether it has any header. Every answer of the server has one, except JetStream's acknowledgement of a message. Of
   * the messages that cross to another account, a stream import adds none, and a service import adds
   * `Nats-Request-Info`, which a stream does not store.
   */
  readonly hasHeaders: boolean;
}

const ORIGIN = "\r\nNats-Subject:";
const SEQUENCE = "\r\nNats-Sequence:";
const HEARTBEAT = 100;
/** The lowest status of a refusing answer. */
const REFUSAL = 300;

/** Wraps a message of the client. It uses internal properties that are not in the client's types. */
export function messageOf(message: Msg): NatsMessage {
  return new NatsMessage(message as unknown as ClientMessage);
}

/** The client's internal message, with the header block and the payload in one buffer. */
export interface ClientMessage {
  readonly subject: string;
  readonly reply?: string;
  readonly data: Uint8Array;
  readonly _rdata: Uint8Array;
  /** `hdr` is the size of the header block in bytes; 0 or below means no headers. */
  readonly _msg: { readonly hdr: number };
}

/**
 * A message of the client that reads the text of its header block when needed. The client's own header parser takes as
 * long as all other work for an event, and drops what it cannot read.
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

  /** The subject of an answer; for a consumer's message the one of its acknowledgement. */
  get reply(): string | undefined {
    return this.#message.reply || undefined;
  }

  get origin(): Origin {
    return originOf(headOf(this.#message));
  }

  /** The stream sequence of a stored message; undefined for another one. */
  get revision(): number | undefined {
    const head = headOf(this.#message);
    const at = head.indexOf(SEQUENCE);
    if (at < 0) return undefined;
    const revision = Number.parseInt(head.slice(at + SEQUENCE.length), 10);
    return Number.isSafeInteger(revision) && revision > 0 ? revision : undefined;
  }

  /** The status and its description in the server's own words; empty without one. */
  get status(): string {
    return /^NATS\/1\.0 (\d[^\r\n]*)/.exec(headOf(this.#message))?.[1] ?? "";
  }

  get isHeartbeat(): boolean {
    return this.hasStatus(HEARTBEAT) && !headOf(this.#message).includes(ORIGIN);
  }

  get hasHeaders(): boolean {
    return this.#message._msg.hdr > 0;
  }

  /** Whether it is a stored message: the server adds `Nats-Sequence` to each one in a direct get. */
  get isStored(): boolean {
    return headOf(this.#message).includes(SEQUENCE);
  }

  /** Whether it is the server's refusal of a request, not a stored message. */
  get isRefusal(): boolean {
    const head = headOf(this.#message);
    const status = Number(/^NATS\/1\.0 (\d+)/.exec(head)?.[1] ?? 0);
    return status >= REFUSAL && this.data.length === 0 && !head.includes(ORIGIN);
  }

  hasStatus(status: number): boolean {
    return headOf(this.#message).startsWith(`NATS/1.0 ${status}`);
  }
}

/** The header block as Latin-1, because the server's own headers are ASCII; empty without headers. */
function headOf({ _rdata: bytes, _msg: { hdr } }: ClientMessage): string {
  if (hdr <= 0) return "";
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, hdr);
  return buffer.toString("latin1", 0, hdr);
}

let lastOrigin = "";

/** The single value of `Nats-Subject`. The server appends its own line, so with a forged one there are two values. */
function originOf(head: string): Origin {
  const at = head.indexOf(ORIGIN);
  if (at < 0) return undefined;
  const from = at + ORIGIN.length;
  if (head.indexOf(ORIGIN, from) >= 0) return undefined;
  const end = head.indexOf("\r", from);
  const origin = head.slice(from, end < 0 ? undefined : end).trimStart();
  // The messages of a burst have few subjects. Reusing one string, whose hash is cached, makes map lookups faster.
  if (origin !== lastOrigin) lastOrigin = origin;
  return lastOrigin;
}
