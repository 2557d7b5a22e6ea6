import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { subjectToken } from "../../../main/contract/subject.ts";
import { HeldCredentials, parseCredentials } from "../../../main/core/account/credentials.ts";
import { character } from "../../characters.ts";
import { credsOf, jwtOf, SEED } from "./creds.ts";

const now = Date.parse("2026-11-22T14:05:00+09:00");

function identityIn(claims: Record<string, unknown>): unknown {
  const parsed = parseCredentials(credsOf(claims), now);
  return parsed.ok ? parsed.value.identity : parsed.reason;
}

test("credentials - a .creds text is taken, whatever stands around it and however its lines end", () => {
  const creds = credsOf({ name: "hong.gd" });
  const plain = parseCredentials(creds, now);
  expect(plain).toMatchObject({ ok: true, value: { identity: { user: "hong.gd" } } });
  for (const pasted of [
    creds.replaceAll("\n", "\r\n"),
    `  ${creds.replaceAll("\n", "\n  ")}`,
    `안녕하세요.\n${creds}`,
  ]) {
    expect(parseCredentials(pasted, now)).toEqual(plain);
  }
});

test("credentials - a seed alone is an nkey", () => {
  expect(parseCredentials(`# my key\n${SEED}\n`, now)).toEqual({
    ok: true,
    value: { credentials: { nkeySeed: SEED }, identity: undefined },
  });
});

test.each([
  ["nothing", " \n", "missing"],
  ["any text", "hello", "not-credentials"],
  ["a film", "x".repeat(70_000), "too-large"],
  ["the signed part alone", jwtOf({ name: "hong.gd" }), "incomplete"],
  ["half a file", credsOf({ name: "hong.gd" }).slice(0, 60), "incomplete"],
  ["a file with its seed cut off", credsOf({ name: "hong.gd" }, "SUAAA"), "incomplete"],
  ["an account's seed", SEED.replace("SU", "SA"), "not-a-persons"],
  ["a file with an operator's seed", credsOf({ name: "x" }, SEED.replace("SU", "SO")), "not-a-persons"],
  ["a JWT that is none", credsOf({}).replace(/eyJ[^.]+\.[^.]+/, "eyJhIjoxfQ.bm90IGpzb24"), "not-credentials"],
  ["credentials of yesterday", credsOf({ name: "x", exp: now / 1000 - 86_400 }), "expired"],
])("credentials - %s is refused with the reason", (_what, text, reason) => {
  expect(parseCredentials(text, now)).toMatchObject({ ok: false, reason });
});

test("credentials - they say whose they are by their own permissions, else by their name", () => {
  const allow = ["approvals.hong%2Egd.*", "catalog.services", "_TRAY.hong%2Egd.>"];
  expect(identityIn({ name: "whatever", nats: { sub: { allow } } })).toEqual({
    user: "hong.gd",
    isCertain: true,
  });
  expect(identityIn({ name: "hong%2Egd" })).toEqual({ user: "hong.gd", isCertain: false });
  expect(identityIn({ name: "Hong.GD" })).toEqual({ user: "hong.gd", isCertain: false });
  expect(identityIn({ nats: { sub: { allow: ["approvals.*.*"] } } })).toBeUndefined();
  expect(identityIn({ name: 7, nats: { sub: 7 } })).toBeUndefined();
});

test("credentials - any person that credentials can be made for is found in them again", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 64, unit: character }), (id) => {
      const token = subjectToken(id);
      fc.pre(token.ok);
      const identity = identityIn({ name: token.value }) as { user: string };
      expect(subjectToken(identity.user)).toEqual(token);
    }),
  );
});

test("credentials - any text is refused with a reason or gives what can be stored", () => {
  const piece = fc.constantFrom(
    SEED,
    "SU",
    jwtOf({ name: "a" }),
    "eyJ",
    ".",
    "\n",
    "-----BEGIN NATS USER JWT-----",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((parts) => parts.join("")),
      ),
      (text) => {
        const parsed = parseCredentials(text, now);
        if (parsed.ok) expect(v.is(HeldCredentials, parsed.value.credentials)).toBe(true);
        else expect(parsed.detail).not.toContain(SEED);
      },
    ),
  );
});
