import fc from "fast-check";
import { expect, test } from "vitest";
import { demandsEncryption, formatServerAddress } from "../../../main/contract/server-address.ts";
import { parseServers } from "../../../main/core/account/servers.ts";
import { parsePolicy } from "../../../main/core/policy/policy.ts";
import { bytesOf } from "../../contract/events.ts";

/** As they are kept. */
const texts = (typed: string): readonly string[] | string => {
  const servers = parseServers(typed);
  return servers.ok ? servers.value.map(formatServerAddress) : servers.reason;
};

test.each([
  ["broker.example.com", ["tls://broker.example.com:4222"]],
  ["broker.example.com:4443", ["tls://broker.example.com:4443"]],
  ["nats://broker.example.com", ["nats://broker.example.com:4222"]],
  ["TLS://Broker.Example.COM:5000/", ["tls://broker.example.com:5000"]],
  ["localhost", ["nats://localhost:4222"]],
  ["127.0.0.1:4333", ["nats://127.0.0.1:4333"]],
  ["::1", ["nats://[::1]:4222"]],
  ["[2001:db8::7]:4222", ["tls://[2001:db8::7]:4222"]],
  ["2001:db8::7", ["tls://[2001:db8::7]:4222"]],
  ["10.0.0.5", ["tls://10.0.0.5:4222"]],
  [
    "  a.example ,b.example;\n c.example ",
    ["a.example", "b.example", "c.example"].map((h) => `tls://${h}:4222`),
  ],
  ["a.example a.example:4222", ["tls://a.example:4222"]],
  ["ｂroker.example.com：4222", ["tls://broker.example.com:4222"]],
])("servers - %j means %j", (typed, servers) => {
  expect(texts(typed)).toEqual(servers);
});

test.each([
  ["", "missing"],
  [" , ; ", "missing"],
  ["http://broker.example.com", "bad-scheme"],
  ["wss://broker.example.com", "bad-scheme"],
  ["nats://hong:secret@broker.example.com", "login-inside"],
  ["hong@broker.example.com", "login-inside"],
  ["broker.example.com:99999", "bad-address"],
  ["broker.example.com:0", "bad-address"],
  ["nats://", "bad-address"],
  ["broker.example.com/path", "bad-address"],
  ["브로커", "bad-address"],
  ["a..b", "bad-address"],
  [Array.from({ length: 33 }, (_, index) => `h${index}`).join(), "too-many"],
])("servers - %j is refused as %s", (typed, reason) => {
  expect(parseServers(typed)).toMatchObject({ ok: false, reason });
});

test("servers - a refusal never repeats a password", () => {
  for (const typed of ["nats://hong:hunter2@x", "hong:hunter2@x", "hunter2@x", "x://hong:hunter2@y"]) {
    expect(JSON.stringify(parseServers(typed)), typed).not.toContain("hunter2");
  }
});

test("servers - whatever is typed, what comes of it is what a policy takes, and means the same when it is read again", () => {
  const piece = fc.constantFrom(
    "a.example",
    "b:4222",
    "nats://",
    "tls://",
    "::1",
    "[",
    "]",
    "@",
    ":",
    " ",
    ",",
    "한",
    "/",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((parts) => parts.join("")),
      ),
      (typed) => {
        const servers = texts(typed);
        if (typeof servers === "string") return;
        expect(parsePolicy(bytesOf({ servers }))).toMatchObject({ ok: true });
        expect(texts(servers.join(", "))).toEqual(servers);
      },
    ),
  );
});

test("servers - a name alone always demands encryption", () => {
  fc.assert(
    fc.property(fc.domain(), (host) => {
      const servers = parseServers(host);
      expect(servers.ok && servers.value.every(demandsEncryption)).toBe(true);
    }),
  );
});
