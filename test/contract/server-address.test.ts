import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Bare,
  demandsEncryption,
  formatServerAddress,
  hostAndPort,
  isIpAddress,
  isLoopback,
  parseServerAddress,
  serverAddress,
} from "../../main/contract/server-address.ts";

const BARE: readonly Bare[] = ["nats", "secure", "refused"];

/** Names as companies have them. */
const name = fc
  .array(fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/), { minLength: 1, maxLength: 4 })
  .map((labels) => labels.join("."))
  .filter((host) => URL.canParse(`http://${host}`));
const host = fc.oneof(name, fc.ipV4(), fc.ipV6());
const address = fc.record({
  scheme: fc.constantFrom("nats" as const, "tls" as const),
  host,
  port: fc.integer({ min: 1, max: 65_535 }),
});

const piece = fc.constantFrom(
  ...["a.example", "b", "127.1", "0x7f.1", "::1", "1.2.3.4", "nats://", "tls://", "http://", "user:pw@"],
  ...["[", "]", ":", "4222", "0", "99999", "/", "?x", "#y", "%41", "한", " ", "\n", "\t", ".", "-", "_"],
);
const anything = fc.oneof(
  fc.string(),
  fc.webUrl(),
  fc.array(piece).map((parts) => parts.join("")),
);

test("address - what was read is written in one form, which reads back as the same", () => {
  fc.assert(
    fc.property(anything, fc.constantFrom(...BARE), (text, bare) => {
      const read = parseServerAddress(text, bare);
      if (!read.ok) return;
      const written = formatServerAddress(read.value);
      for (const other of BARE) expect(parseServerAddress(written, other)).toEqual(read);
    }),
  );
});

test("address - a host and a port, with a scheme or without, mean themselves", () => {
  fc.assert(
    fc.property(address, (given) => {
      const { scheme, port } = given;
      const read = parseServerAddress(formatServerAddress(given), "refused");
      expect(read).toMatchObject({ ok: true, value: { scheme, port } });
      const value = read.ok ? read.value : given;
      expect(parseServerAddress(hostAndPort(given), "nats")).toEqual({
        ok: true,
        value: { ...value, scheme: "nats" },
      });
      expect(value.host).toBe(new URL(`http://${hostAndPort(given)}`).hostname.replace(/^\[|\]$/g, ""));
    }),
  );
});

test("address - what was read can be dialled: its host is an address or a name, and never both", () => {
  fc.assert(
    fc.property(anything, (text) => {
      const read = parseServerAddress(text, "nats");
      if (!read.ok) return;
      const { hostname } = new URL(`http://${hostAndPort(read.value)}`);
      expect(hostname.replace(/^\[|\]$/g, "")).toBe(read.value.host);
      const isAddress = /^(\d+\.){3}\d+$/.test(read.value.host) || read.value.host.includes(":");
      expect(isIpAddress(read.value.host)).toBe(isAddress);
    }),
  );
});

test("address - nobody's scheme is made up: without one it is nats, secure, or refused, as the caller has it", () => {
  fc.assert(
    fc.property(host, (bare) => {
      const text = hostAndPort({ host: bare, port: 4222 });
      expect(parseServerAddress(text, "refused")).toMatchObject({ ok: false, reason: "bad-scheme" });
      expect(parseServerAddress(text, "nats")).toMatchObject({ ok: true, value: { scheme: "nats" } });
      const secure = parseServerAddress(text, "secure");
      expect(secure.ok && demandsEncryption(secure.value)).toBe(secure.ok && !isLoopback(secure.value));
    }),
  );
});

test("address - a refusal never repeats a password", () => {
  fc.assert(
    fc.property(fc.constantFrom("nats://", "tls://", "x://", ""), anything, (scheme, after) => {
      const read = parseServerAddress(`${scheme}hong:hunter2@${after}`, "nats");
      expect(read).toMatchObject({ ok: false });
      expect(JSON.stringify(read)).not.toContain("hunter2");
    }),
  );
});

test.each([
  ["127.0.0.1:4222", "127.0.0.1", 4222],
  ["localhost", "localhost", 4222],
  ["[::1]:5000", "::1", 5000],
  ["::1", "::1", 4222],
  ["127.1", "127.0.0.1", 4222],
  ["0x7f.1:80", "127.0.0.1", 80],
])("address - %j is this very computer", (text, bare, port) => {
  const address = serverAddress(text);
  expect(address).toEqual({ scheme: "nats", host: bare, port });
  expect(isLoopback(address)).toBe(true);
});

test.each(["127.example.com", "localhost.example.com", "128.0.0.1", "::2"])(
  "address - %j is another computer",
  (text) => {
    expect(isLoopback(serverAddress(text))).toBe(false);
  },
);

test.each([
  "",
  "nats://",
  "a..b",
  "-a",
  "a b",
  "a\n",
  "a:0",
  "a:65536",
  "a/b",
  "a?b",
  "a#b",
  "a%41",
  "브로커",
  "300.1.1.1",
  "host.1",
  "[::1",
  "::1]",
  "[a]",
])("address - %j is none", (text) => {
  expect(parseServerAddress(text, "nats")).toMatchObject({ ok: false, reason: "bad-address" });
  expect(() => serverAddress(text)).toThrow(TypeError);
});
