import { expect, test } from "vitest";
import { addressOf } from "../../main/server/limits.ts";

const asked = (ip: string, forwarded?: string): string =>
  addressOf({ ip, headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } });

test("limits - what a proxy on this computer adds last is the address, and not what a browser wrote before it", () => {
  expect(asked("127.0.0.1", "10.0.0.7")).toBe("10.0.0.7");
  expect(asked("::1", "10.9.9.9, 10.0.0.7")).toBe("10.0.0.7");
  expect(asked("::ffff:127.0.0.1", "10.9.9.9,10.0.0.7 ")).toBe("10.0.0.7");
});

test("limits - another computer cannot say that it is a third one", () => {
  expect(asked("10.0.0.8", "10.0.0.7")).toBe("10.0.0.8");
});

test("limits - without an address in the proxy's header it is the proxy's own", () => {
  for (const forwarded of [undefined, "", "unknown", "10.0.0.7, ", "10.0.0.7:1234", "x".repeat(10_000)]) {
    expect(asked("127.0.0.1", forwarded)).toBe("127.0.0.1");
  }
});

test("limits - a network of 64 bits of IPv6 is one address", () => {
  expect(asked("2001:db8::1")).toBe(asked("2001:db8::ffff"));
  expect(asked("2001:db8::1")).not.toBe(asked("2001:db8:0:1::1"));
});
