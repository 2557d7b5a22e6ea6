import { expect, test } from "vitest";
import { serverAddress } from "../../main/contract/server-address.ts";
import { identityCheck } from "../../main/nats/server-identity.ts";

/** A certificate is the list of whom it is for. */
const check = (host: string, certificate: readonly string[]): Error | undefined =>
  certificate.includes(host) ? undefined : new Error(`not for ${host}`);
const judge = (servers: readonly string[], asked: string, certificate: readonly string[]) =>
  identityCheck(
    servers.map((server) => serverAddress(server).host),
    check,
  )(asked, certificate)?.message;

test.each([
  ["tls://10.0.0.7:4222", "10.0.0.7"],
  ["10.0.0.7", "10.0.0.7"],
  ["tls://[fd00::7]:4222", "fd00::7"],
])("server identity - %s is asked for as localhost, and held to its address", (server, address) => {
  expect(judge([server], "localhost", [address])).toBeUndefined();
  expect(judge([server], "localhost", ["localhost", "10.0.0.8"])).toBe(`not for ${address}`);
});

test("server identity - a server that is given by its name is held to that name", () => {
  const servers = ["tls://10.0.0.7:4222", "tls://n1.example.com"];
  expect(judge(servers, "n1.example.com", ["n1.example.com"])).toBeUndefined();
  expect(judge(servers, "n1.example.com", ["10.0.0.7"])).toBe("not for n1.example.com");
  expect(judge(["tls://localhost:4222"], "localhost", ["localhost"])).toBeUndefined();
});

test("server identity - of several addresses it may be any, for the client does not say which was dialled", () => {
  const servers = ["tls://10.0.0.7:4222", "tls://10.0.0.8:4222"];
  expect(judge(servers, "localhost", ["10.0.0.8"])).toBeUndefined();
  expect(judge(servers, "localhost", ["10.0.0.9"])).toBe("not for 10.0.0.7");
});
