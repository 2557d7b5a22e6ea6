import { ErrorCode, NatsError } from "nats";
import { Parser, ProtocolHandler, State } from "nats/lib/nats-base-client/internal_mod.js";

/**
 * The longest INFO line of a server (its greeting, or a later one), in bytes. In a cluster it names the other servers.
 */
export const MAX_INFO_LINE = 64 * 1024;
/** The longest other line of the protocol, in bytes: nats-server's default `max_control_line`. */
const MAX_CONTROL_LINE = 4 * 1024;
/** The largest message with its headers, in bytes: a catalog (512 KiB) with the sender's and the server's headers. */
const MAX_MESSAGE = (512 + 16) * 1024;

/** The other end does not speak NATS as expected. The message begins like the client's own error for a bad greeting. */
export class ForeignServer extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`unexpected response from server: ${what}`, options);
  }
}

/** The parser's view of its transport. */
export interface BoundedTransport {
  /** Bytes of the unfinished line of the server. */
  openLine: number;
  /** Whether data of the server is ignored from now on. */
  readonly isLeft: boolean;
  /** Ends the connection. */
  hangUp(error: Error): void;
}

const parseAll = Parser.prototype.parse;
const { processMsg } = ProtocolHandler.prototype;

/**
 * Ends a connection of the client when its server sends a line or a message over the bounds, or data that is not the
 * protocol. The parser of nats 2.29.3 collects an unfinished line without a limit. After an error it stops reading, but
 * its transport continues to collect. For that parser a message with unreadable headers is such an error, although any
 * sender may store one; here the message is skipped. The client makes its parsers itself, so its classes are patched.
 */
export function boundParsers(): void {
  Parser.prototype.parse = parseWithinBounds;
  ProtocolHandler.prototype.processMsg = processReadable;
}

const processReadable: typeof processMsg = function (this: ProtocolHandler, message, data) {
  try {
    processMsg.call(this, message, data);
  } catch (error) {
    if (!(error instanceof NatsError && error.code === ErrorCode.BadHeader)) throw error;
  }
};

function parseWithinBounds(this: Parser, chunk: Uint8Array): void {
  const handler = this.dispatcher as ProtocolHandler;
  const transport = handler.transport as unknown as BoundedTransport;
  if (transport.isLeft) return; // data that was read before the connection ended
  try {
    parseAll.call(this, chunk);
    transport.openLine = openLine(this.state, chunk, transport.openLine);
    checkBounds(this, transport.openLine);
  } catch (cause) {
    const error =
      cause instanceof ForeignServer ? cause : new ForeignServer("the protocol cannot be parsed", { cause });
    handler.connectError?.(error); // ends a dial that still waits
    transport.hangUp(error);
  }
}

/** Bytes of the unfinished line after a chunk. A chunk without a line end adds to the line before. */
function openLine(state: State, chunk: Uint8Array, before: number): number {
  if (state === State.OP_START || state === State.MSG_PAYLOAD || state === State.MSG_END) return 0;
  const end = chunk.lastIndexOf(LINE_FEED);
  return end === -1 ? before + chunk.length : chunk.length - 1 - end;
}

const LINE_FEED = 10;

/** Called once per chunk, not per message: a line or message within one chunk is not larger than the chunk. */
function checkBounds({ state, ma }: Parser, line: number): void {
  if (state === State.MSG_PAYLOAD && ma.size > MAX_MESSAGE) {
    throw new ForeignServer(`a message of more than ${MAX_MESSAGE} bytes`);
  }
  const most = state >= State.OP_I ? MAX_INFO_LINE : MAX_CONTROL_LINE;
  if (line > most) throw new ForeignServer(`a line of more than ${most} bytes`);
}
