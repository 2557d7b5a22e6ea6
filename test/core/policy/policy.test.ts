import { expect, test } from "vitest";
import { fixedPreferences, parsePolicy } from "../../../main/core/policy/policy.ts";
import { bytesOf } from "../../contract/events.ts";

const servers = ["nats://127.0.0.1:4222"];

test("policy - a complete one is read", () => {
  const policy = {
    servers: ["tls://a.example.com", "nats://b.example.com:4222"],
    user: "hong.gd",
    credentials: { username: "hong.gd", password: "비밀" },
    tls: { caFile: "/ca.pem", certFile: "/me.pem", keyFile: "/me.key" },
    linkOrigins: ["http://127.0.0.1:8080"],
    language: "ko",
  };
  expect(parsePolicy(bytesOf(policy))).toEqual({ ok: true, value: { ...policy, preferences: {} } });
});

test("policy - servers are enough", () => {
  expect(parsePolicy(bytesOf({ servers }))).toEqual({
    ok: true,
    value: { servers, linkOrigins: [], preferences: {} },
  });
});

test.each(["https://alrimi.example.com", "https://alrimi.example.com:8443", "http://127.0.0.1:8443"])(
  "policy - apps may enrol at %s",
  (enrol) => {
    expect(parsePolicy(bytesOf({ servers, enrol }))).toMatchObject({ ok: true, value: { enrol } });
  },
);

test.each([{ credsFile: "/a.creds" }, { nkeyFile: "/a.nk" }])(
  "policy - credentials may be %j",
  (credentials) => {
    expect(parsePolicy(bytesOf({ servers, credentials }))).toMatchObject({
      ok: true,
      value: { credentials },
    });
  },
);

test.each([
  ["not-json", "{", /./],
  ["not-an-object", [], /./],
  ["unknown-key", { servers, sever: [] }, /"sever"/],
  ["bad-value", {}, /servers/],
  ["bad-value", { servers: [] }, /servers/],
  ["bad-value", { servers: "nats://x" }, /servers/],
  ["bad-value", { servers: ["http://x"] }, /servers\.0/],
  ["bad-value", { servers: ["nats://u:p@x"] }, /servers\.0/],
  ["bad-value", { servers: ["nats://x\n"] }, /servers\.0/],
  ["bad-value", { servers, user: "" }, /user/],
  ["bad-value", { servers, user: "x".repeat(65) }, /user/],
  ["bad-value", { servers, credentials: { username: "x" } }, /credentials/],
  ["bad-value", { servers, credentials: { username: "x", password: "y", extra: 1 } }, /credentials/],
  ["bad-value", { servers, credentials: { creds: "-----BEGIN NATS USER JWT-----" } }, /credentials/],
  ["bad-value", { servers, credentials: { nkeySeed: "SUA" } }, /credentials/],
  ["bad-value", { servers, tls: { certFile: "/me.pem" } }, /tls.*go together/],
  ["unknown-key", { servers, tls: { rejectUnauthorized: false } }, /rejectUnauthorized/],
  ["bad-value", { servers, linkOrigins: ["http://x/path"] }, /linkOrigins\.0/],
  ["bad-value", { servers, linkOrigins: ["javascript:1"] }, /linkOrigins\.0/],
  ["bad-value", { servers, updates: { url: "http://updates.example.com/" } }, /^updates\.url: .*https/],
  ["bad-value", { servers, updates: { url: "http://127.0.0.1/" } }, /^updates\.url: .*https/],
  ["bad-value", { servers, updates: { url: "https://kim:secret@updates.example.com/" } }, /^updates\.url: /],
  ["bad-value", { servers, updates: { url: "https://updates.example.com/?a=b" } }, /^updates\.url: /],
  ["bad-value", { servers, updates: { url: "updates.example.com" } }, /^updates\.url: /],
  ["bad-value", { servers, enrol: "http://alrimi.example.com" }, /^enrol: .*https/],
  ["bad-value", { servers, enrol: "https://alrimi.example.com/path" }, /^enrol: .*nothing behind/],
  ["bad-value", { servers, enrol: "https://kim:secret@alrimi.example.com" }, /^enrol: /],
  ["bad-value", { servers, enrol: "javascript:1" }, /^enrol: /],
  ["bad-value", { servers, enrol: true }, /^enrol: /],
  ["bad-value", { servers, updates: {} }, /^updates\.url: /],
  ["bad-value", { servers, language: "fr" }, /language/],
])("policy - refused as %s: %j", (reason, document, names) => {
  expect(parsePolicy(bytesOf(document))).toMatchObject({
    ok: false,
    reason,
    detail: expect.stringMatching(names),
  });
});

test("policy - a refusal never repeats a password", () => {
  const refused = parsePolicy(
    bytesOf({ servers, credentials: { username: "x", password: "hunter2", pin: 1 } }),
  );
  expect(JSON.stringify(refused)).not.toContain("hunter2");
  for (const more of [
    { servers: "nats://u:hunter2@broker.example.com" },
    { tls: "hunter2" },
    { linkOrigins: "http://u:hunter2@intra" },
    { updates: "https://u:hunter2@updates.example.com" },
  ]) {
    const elsewhere = parsePolicy(bytesOf({ servers, ...more }));
    expect(elsewhere).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^\w+: Invalid type: Expected \w+$/),
    });
  }
  // The platform's own message would be: Unexpected token 'h', ..."assword": hunter2"}}" is not valid JSON
  const unquoted = parsePolicy(bytesOf('{"credentials":{"username":"x","password": hunter2"}}'));
  expect(unquoted).toEqual({ ok: false, reason: "not-json", detail: "Unexpected token 'h'" });
});

test("policy - preferences that it fixes are read, its language among them; a bad one is named", () => {
  const fixed = (more: object) => {
    const policy = parsePolicy(bytesOf({ servers, ...more }));
    return policy.ok ? fixedPreferences(policy.value) : policy;
  };
  expect(fixed({ language: "ko", preferences: { sound: false, remindAfter: 60 } })).toEqual({
    language: "ko",
    sound: false,
    remindAfter: 60,
  });
  expect(fixed({ preferences: { sond: false } })).toMatchObject({
    ok: false,
    detail: expect.stringContaining("sond"),
  });
  expect(fixed({ preferences: { remindAfter: 1 } })).toMatchObject({
    ok: false,
    detail: expect.stringContaining("remindAfter"),
  });
  expect(fixed({ preferences: [] })).toMatchObject({ ok: false });
});

test("policy - defaults have the form of preferences, and a bad one is named", () => {
  expect(parsePolicy(bytesOf({ servers, defaults: { sound: false } }))).toMatchObject({
    ok: true,
    value: { preferences: {}, defaults: { sound: false } },
  });
  expect(parsePolicy(bytesOf({ servers, defaults: { theme: "blue" } }))).toMatchObject({
    ok: false,
    reason: "bad-value",
    detail: expect.stringMatching(/^defaults: theme/),
  });
});
