import { ErrorCode, NatsError } from "nats";
import { expect, test } from "vitest";
import { dialFailure } from "../../main/desktop/broker/nats-transport.ts";
import { ForeignServer } from "../../main/nats/bounds.ts";
import { failureOf, isRefusal, requestReason } from "../../main/nats/failure.ts";

/** Every cause of a failed dial: what services are told, and what the app says. */

const system = (code: string, text = code): Error => Object.assign(new Error(text), { code });
const client = (code: string): NatsError => new NatsError("of the client", code);

test.each([
  [client(ErrorCode.AuthorizationViolation), "authorization", "refused: credentials"],
  [client(ErrorCode.AuthenticationExpired), "authorization", "refused: credentials"],
  [client(ErrorCode.AccountExpired), "authorization", "refused: credentials"],
  [client(ErrorCode.BadCreds), "authorization", "refused: credentials"],
  [client(ErrorCode.BadAuthentication), "authorization", "refused: credentials"],
  [client(ErrorCode.Timeout), "timeout", "lost: no-answer"],
  [client(ErrorCode.ConnectionTimeout), "timeout", "lost: no-answer"],
  [client(ErrorCode.AuthenticationTimeout), "timeout", "lost: no-answer"],
  [system("ETIMEDOUT"), "timeout", "lost: no-answer"],
  [client(ErrorCode.ServerOptionNotAvailable), "tls", "lost: tls"],
  [client(ErrorCode.Tls), "tls", "lost: tls"],
  [system("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "tls", "lost: tls"],
  [system("CERT_HAS_EXPIRED"), "tls", "lost: tls"],
  [system("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"), "tls", "lost: tls"],
  [system("ERR_TLS_CERT_ALTNAME_INVALID"), "tls", "lost: tls"],
  [system("EPROTO", "wrong version number"), "tls", "lost: tls"],
  [client(ErrorCode.ConnectionRefused), "unreachable", "lost: unreachable"],
  [client(ErrorCode.Disconnect), "unreachable", "lost: unreachable"],
  [client(ErrorCode.ProtocolError), "unreachable", "lost: unreachable"],
  [system("ECONNRESET"), "unreachable", "lost: unreachable"],
  [system("ENOTFOUND", "getaddrinfo ENOTFOUND tls.example.com"), "unreachable", "lost: unreachable"],
  [new Error("nobody knows"), "unreachable", "lost: unreachable"],
  [undefined, "unreachable", "lost: unreachable"],
  [new ForeignServer("more than a greeting before TLS"), "not-nats", "lost: not-nats"],
  [new Error("unexpected response from server"), "not-nats", "lost: not-nats"],
  [new SyntaxError("Unexpected token in JSON"), "not-nats", "lost: not-nats"],
])("failure - a dial that ends with %s is %s to a service, %s to the app", (error, reason, told) => {
  const failure = failureOf(error);
  expect(failure.reason).toBe(reason);
  const said = dialFailure(failure);
  expect("cause" in said ? `${said.kind}: ${said.cause}` : said.kind).toBe(told);
});

test("failure - only a host that answers says that no server runs there", () => {
  const isDown = (error: unknown): boolean | undefined => failureOf(error).isDown;
  expect([client(ErrorCode.ConnectionRefused), system("ECONNREFUSED")].map(isDown)).toEqual([true, true]);
  const others = ["ENETUNREACH", "EHOSTUNREACH", "ENOTFOUND", "ECONNRESET"].map((code) => system(code));
  for (const other of [...others, client(ErrorCode.Disconnect), undefined]) expect(isDown(other)).toBe(false);
});

test.each([
  [client(ErrorCode.PermissionsViolation), "permission"],
  [client(ErrorCode.NoResponders), "no-stream"],
  [client(ErrorCode.Timeout), "timeout"],
  [client(ErrorCode.Disconnect), "closed"],
  [client(ErrorCode.ConnectionClosed), "closed"],
  [client(ErrorCode.ConnectionDraining), "closed"],
  [client(ErrorCode.AuthorizationViolation), "authorization"],
  [client(ErrorCode.AuthenticationExpired), "authorization"],
  [client(ErrorCode.InvalidPayload), "broker-refused"],
  [new Error("nobody knows"), "broker-refused"],
])("failure - a request that ends with %s is %s", (error, reason) => {
  expect(requestReason(error)).toBe(reason);
});

test("failure - a login is refused by what ends a dial with authorization, and by nothing else", () => {
  for (const code of Object.values(ErrorCode)) {
    expect(isRefusal(code), code).toBe(failureOf(client(code)).reason === "authorization");
  }
  expect(isRefusal(undefined)).toBe(false);
});

test("failure - the detail is the cause beneath, as far as there is one", () => {
  const beneath = NatsError.errorForCode(ErrorCode.ConnectionRefused, new Error("connect ECONNREFUSED"));
  expect(failureOf(beneath).detail).toBe("connect ECONNREFUSED");
  expect(failureOf(client(ErrorCode.Tls)).detail).toBe("of the client");
  expect(failureOf("text").detail).toBe("text");
});
