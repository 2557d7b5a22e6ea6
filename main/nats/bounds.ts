import { ErrorCode, NatsError } from "nats";
import { Parser, ProtocolHandler, State } from "nats/lib/nats-base-client/internal_mod.js";

/** The longest greeting (or later INFO line) of a server, bytes. That of a cluster names its other servers. */
export const MAX_INFO_LINE = 64 * 1024;
/** The longest other line of the protocol, bytes: nats-server's own `max_control_line`. */
export const MAX_CONTROL_LINE = 4 * 1024;
/** The largest message, headers included, bytes: a catalog (512 KiB) with what was stored and added as headers. */
export const MAX_MESSAGE = (512 + 16) * 1024;

/** Begins as the client's own error for a greeting of something else, by which it is told to people. */
export class ForeignServer extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`unexpected response from server: ${what}`, options);
  }
}

/** What the parser needs of the transport that it reads from. */
export interface BoundedTransport {
  /** Bytes of a line of the server that has no end yet. */
  openLine: number;
  /** Whether nothing more is taken from its server. */
  readonly isLeft: boolean;
  /** Ends the connection. */
  hangUp(error: Error): void;
}

const parseAll = Parser.prototype.parse;
const { processMsg } = ProtocolHandler.prototype;

/**
 * Makes every connection of the client end when its server sends a line or announces a message over the bounds, or
 * something that is no protocol. The parser of nats 2.29.3 collects what has no end without a limit; and after an error
 * it stops reading, while its transport goes on to collect. A message whose headers cannot be read is such an error
 * there, though anybody may store one: it is left out. The client makes its parsers itself, so its classes are changed.
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
  if (transport.isLeft) return; // it was read before the end
  try {
    parseAll.call(this, chunk);
    transport.openLine = openLine(this.state, chunk, transport.openLine);
    checkBounds(this, transport.openLine);
  } catch (cause) {
    const error =
      cause instanceof ForeignServer ? cause : new ForeignServer("it cannot be understood", { cause });
    handler.connectError?.(error); // a dial that still waits
    transport.hangUp(error);
  }
}

/** Bytes of the line that the chunk leaves open; what was open before goes on when the chunk ends no line. */
function openLine(state: State, chunk: Uint8Array, before: number): number {
  if (state === State.OP_START || state === State.MSG_PAYLOAD || state === State.MSG_END) return 0;
  const end = chunk.lastIndexOf(LINE_FEED);
  return end === -1 ? before + chunk.length : chunk.length - 1 - end;
}

const LINE_FEED = 10;

/** Once a chunk, not once a message: what begins and ends in one chunk is no larger than that. */
function checkBounds({ state, ma }: Parser, line: number): void {
  if (state === State.MSG_PAYLOAD && ma.size > MAX_MESSAGE) {
    throw new ForeignServer(`a message of more than ${MAX_MESSAGE} bytes`);
  }
  const most = state >= State.OP_I ? MAX_INFO_LINE : MAX_CONTROL_LINE;
  if (line > most) throw new ForeignServer(`a line of more than ${most} bytes`);
}
