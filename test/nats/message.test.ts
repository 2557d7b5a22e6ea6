import fc from "fast-check";
import { expect, test } from "vitest";
import { NatsMessage } from "../../main/nats/message.ts";

/** As the client has a message: the header block and the payload in one piece. */
function messageOf(headers: string, payload = "{}"): NatsMessage {
  const bytes = Buffer.from(headers + payload, "latin1");
  return new NatsMessage({
    subject: "",
    data: bytes.subarray(headers.length),
    _rdata: bytes,
    _msg: { hdr: headers.length },
  });
}

const OWN = "approvals.hong%2Egd.hr-leave";
const stored = (forged = "", status = "NATS/1.0"): string =>
  `${status}\r\n${forged}Nats-Stream: APPROVALS\r\nNats-Subject: ${OWN}\r\nNats-Sequence: 7\r\n\r\n`;

test("message - the one value of Nats-Subject is where it was stored, whatever status it carries", () => {
  for (const status of [
    "NATS/1.0",
    "NATS/1.0 503",
    "NATS/1.0 404 Message Not Found",
    "NATS/1.0 100 Idle Heartbeat",
  ])
    expect(messageOf(stored("", status)).origin).toBe(OWN);
});

test.each([
  ["no headers", ""],
  ["other headers only", "NATS/1.0\r\nNats-Msg-Id: 1\r\n\r\n"],
  ["a forged one before the server's", stored("Nats-Subject: approvals.kim.mail\r\n")],
  ["the same one twice", stored(`Nats-Subject: ${OWN}\r\n`)],
  ["a forged one without a space", stored("Nats-Subject:approvals.kim.mail\r\n")],
  ["a forged one behind an empty line", stored("\r\nNats-Subject: approvals.kim.mail\r\n")],
])("message - with %s it proves nothing", (_what, headers) => {
  expect(messageOf(headers).origin).toBeUndefined();
});

test("message - what only looks like the header does not count: only the server's own line begins with it", () => {
  expect(messageOf(stored("X: Nats-Subject: approvals.kim.mail\r\n")).origin).toBe(OWN);
  expect(messageOf(stored("nats-subject: approvals.kim.mail\r\n")).origin).toBe(OWN);
  expect(messageOf(stored("X: a\nNats-Subject: approvals.kim.mail\r\n")).origin).toBe(OWN);
});

test("message - whatever a writer puts into the headers, the origin is the server's or none", () => {
  const line = fc.oneof(
    fc.constantFrom("Nats-Subject: approvals.kim.mail", "Nats-Subject:", "NATS/1.0 100", "", "\r", "\n", ":"),
    fc.string({ maxLength: 30, unit: "binary-ascii" }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const forged = lines.map((each) => `${each}\r\n`).join("");
      expect([OWN, undefined]).toContain(messageOf(stored(forged)).origin);
    }),
  );
});

test("message - a heartbeat has the status 100 and was not stored", () => {
  expect(messageOf("NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 0\r\n\r\n", "").isHeartbeat).toBe(
    true,
  );
  expect(messageOf("NATS/1.0 404\r\n\r\n", "").isHeartbeat).toBe(false);
  expect(messageOf("", "").isHeartbeat).toBe(false);
  for (const forged of ["", `Nats-Subject: ${OWN}\r\n`])
    expect(messageOf(stored(forged, "NATS/1.0 100 Idle Heartbeat")).isHeartbeat).toBe(false);
});
