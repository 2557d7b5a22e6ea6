import { expect, test } from "vitest";
import { WireParser } from "./wire.ts";

const STREAM =
  'INFO {"server_name":"n1"}\r\n' +
  "PONG\r\n" +
  "MSG approvals.u1.mail 1 5\r\nhello\r\n" +
  "PING\r\n" +
  "HMSG _TRAY.u1.x.1 3 26 30\r\nNATS/1.0\r\nNats-Stream: A\r\n\r\n\r\n\r\n\r\n".replace("26 30", "28 32") +
  "HMSG _TRAY.u1.x.2 3 34 34\r\nNATS/1.0 404 Message Not Found\r\n\r\n\r\n" +
  "HMSG _TRAY.u1.x.3 3 16 16\r\nNATS/1.0 503\r\n\r\n\r\n" +
  "MSG approvals.u1.mail 1 answer 0\r\n\r\n" +
  "-ERR 'Authorization Violation'\r\n";

function hear(pieces: readonly Buffer[]): string[] {
  const heard: string[] = [];
  const parser = new WireParser();
  const handler = {
    info: () => heard.push("info"),
    ping: () => heard.push("ping"),
    pong: () => heard.push("pong"),
    message: (subject: string, status: number, payload: Buffer) =>
      heard.push(`${subject} ${status} ${JSON.stringify(payload.toString())}`),
    error: (text: string) => heard.push(text),
  };
  for (const piece of pieces) {
    parser.push(piece, handler);
    piece.fill(0); // the reader's buffer is used again
  }
  return heard;
}

const EXPECTED = [
  "info",
  "pong",
  'approvals.u1.mail 0 "hello"',
  "ping",
  '_TRAY.u1.x.1 0 "\\r\\n\\r\\n"',
  '_TRAY.u1.x.2 404 ""',
  '_TRAY.u1.x.3 503 ""',
  'approvals.u1.mail 0 ""',
  "'Authorization Violation'",
];

test("wire - every kind of line is read, with status and payload", () => {
  expect(hear([Buffer.from(STREAM)])).toEqual(EXPECTED);
});

test("wire - it does not matter where the stream is cut", () => {
  for (let at = 1; at < STREAM.length; at++) {
    expect(hear([Buffer.from(STREAM.slice(0, at)), Buffer.from(STREAM.slice(at))])).toEqual(EXPECTED);
  }
  expect(hear([...STREAM].map((char) => Buffer.from(char)))).toEqual(EXPECTED);
});

test("wire - what is no NATS is an error", () => {
  expect(() => hear([Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")])).toThrow("not NATS's protocol");
});
