/** What one NATS connection hears. Payloads are views that hold only during the call. */
export interface WireHandler {
  /** @param text what the server says of itself, in JSON */
  info(text: string): void;
  ping(): void;
  pong(): void;
  /**
   * @param status of the header line (404, 503 …); 0 when there is none
   * @param headers the whole block; empty when there is none
   * @param subscription its number
   */
  message(subject: string, status: number, payload: Buffer, headers: Buffer, subscription: number): void;
  /** `-ERR`, in the broker's words. */
  error(text: string): void;
}

const CR = 13;
const SPACE = 32;
/** Bytes of `NATS/1.0`, after which a status may follow. */
const VERSION = 8;

const NONE = Buffer.alloc(0);
/** Reads NATS's client protocol from the broker's side of a connection, however it is cut into pieces. */
export class WireParser {
  #rest: Buffer | undefined;

  /** @param chunk may be reused by the caller afterwards: what is not complete yet is copied */
  push(chunk: Buffer, handler: WireHandler): void {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = undefined;
    let at = 0;
    while (at < bytes.length) {
      const next = readOne(bytes, at, handler);
      if (next === undefined) {
        this.#rest = Buffer.from(bytes.subarray(at));
        return;
      }
      at = next;
    }
  }
}

/** Where the next line begins; undefined when this one, or its payload, is not complete. */
function readOne(bytes: Buffer, at: number, handler: WireHandler): number | undefined {
  const end = bytes.indexOf(CR, at);
  if (end === -1 || end + 1 >= bytes.length) return undefined;
  const line = bytes.toString("latin1", at, end);
  const body = end + 2;
  switch (line.slice(0, 4)) {
    case "MSG ": {
      const fields = line.split(" ");
      const total = Number(fields.at(-1));
      if (bytes.length < body + total + 2) return undefined;
      handler.message(fields[1] ?? "", 0, bytes.subarray(body, body + total), NONE, Number(fields[2]));
      return body + total + 2;
    }
    case "HMSG": {
      const fields = line.split(" ");
      const total = Number(fields.at(-1));
      const headers = Number(fields.at(-2));
      if (bytes.length < body + total + 2) return undefined;
      const status =
        bytes[body + VERSION] === SPACE
          ? Number(bytes.toString("latin1", body + VERSION + 1, body + VERSION + 4))
          : 0;
      const block = bytes.subarray(body, body + headers);
      const payload = bytes.subarray(body + headers, body + total);
      handler.message(fields[1] ?? "", status, payload, block, Number(fields[2]));
      return body + total + 2;
    }
    case "PING":
      handler.ping();
      return body;
    case "PONG":
      handler.pong();
      return body;
    case "INFO":
      handler.info(line.slice(5));
      return body;
    case "-ERR":
      handler.error(line.slice(5));
      return body;
    case "+OK":
      return body;
    default:
      throw new Error(`not NATS's protocol: ${line.slice(0, 40)}`);
  }
}

/** The first words of a client: as the `nats` package says them, in one write. */
export function greeting(username: string, password: string): string {
  const options = {
    protocol: 1,
    version: "2.29.3",
    lang: "nats.js",
    verbose: false,
    pedantic: false,
    name: "alrimi",
    user: username,
    pass: password,
    headers: true,
    no_responders: true,
  };
  return `CONNECT ${JSON.stringify(options)}\r\nPING\r\n`;
}
