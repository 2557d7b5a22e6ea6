import { expect, test } from "vitest";
import {
  type Account,
  type AccountDraft,
  type Known,
  parseDraft,
  userOf,
} from "../../../main/core/account/draft.ts";
import { credsOf, SEED } from "./creds.ts";

const known: Known = { loginName: "Hong.GD", file: undefined, kept: undefined, now: 0 };
const draft: AccountDraft = {
  servers: "broker.example.com",
  user: "",
  method: "password",
  username: "",
  password: "secret",
  pasted: "",
};
const servers = ["tls://broker.example.com:4222"];
const kept: Account = { servers, user: "hong.gd", credentials: { username: "hong.gd", password: "old" } };

function faultsOf(changes: Partial<AccountDraft>, more: Partial<Known> = {}): Record<string, string> {
  const parsed = parseDraft({ ...draft, ...changes }, { ...known, ...more });
  if (parsed.ok) return {};
  return Object.fromEntries(Object.entries(parsed.faults).map(([field, { reason }]) => [field, reason]));
}

test("draft - what is left empty is the OS login name", () => {
  expect(parseDraft(draft, known)).toEqual({
    ok: true,
    account: { servers, user: "hong.gd", credentials: { username: "Hong.GD", password: "secret" } },
  });
});

test("draft - whoever signs in by a name is the approver, unless another one is named", () => {
  const of = (changes: Partial<AccountDraft>) => userOf({ ...draft, ...changes }, known);
  expect(of({ username: "kim.ys" })).toBe("kim.ys");
  expect(of({ username: "kim.ys", user: "hong.gd" })).toBe("hong.gd");
  expect(of({ username: "kim.ys", method: "credentials" })).toBe(known.loginName);
  expect(of({ username: " " })).toBe(known.loginName);
});

test("draft - the login and the person may have different names", () => {
  expect(parseDraft({ ...draft, user: " Kim ", username: " k1 " }, known)).toMatchObject({
    account: { user: "kim", credentials: { username: "k1" } },
  });
});

test("draft - everything that is wrong is said at once, field by field", () => {
  expect(faultsOf({ servers: "", user: "x".repeat(65), password: "" })).toEqual({
    servers: "missing",
    user: "bad-id",
    password: "missing",
  });
});

test("draft - whoever pastes credentials need not type their name", () => {
  const pasted = credsOf({ name: "kim%2Eys" });
  expect(parseDraft({ ...draft, method: "credentials", pasted }, known)).toMatchObject({
    ok: true,
    account: { user: "kim.ys" },
  });
});

test("draft - a chosen file comes before a pasted text", () => {
  const file = SEED;
  expect(
    parseDraft({ ...draft, method: "credentials", pasted: "rubbish" }, { ...known, file }),
  ).toMatchObject({
    ok: true,
    account: { credentials: { nkeySeed: SEED } },
  });
});

test("draft - credentials that belong to somebody else are not tried under another name", () => {
  const pasted = credsOf({ nats: { sub: { allow: ["approvals.kim.*"] } } });
  expect(faultsOf({ method: "credentials", pasted, user: "hong.gd" })).toEqual({ user: "anothers" });
  // A file name proves nothing.
  expect(faultsOf({ method: "credentials", pasted: credsOf({ name: "kim" }), user: "hong.gd" })).toEqual({});
});

test("draft - a kept secret need not be typed again, as long as it goes to the same place for the same person", () => {
  expect(parseDraft({ ...draft, password: "" }, { ...known, kept })).toEqual({ ok: true, account: kept });
  expect(faultsOf({ password: "", servers: "evil.example.com" }, { kept })).toEqual({ password: "moved" });
  expect(faultsOf({ password: "", user: "kim" }, { kept })).toEqual({ password: "moved" });
  expect(faultsOf({ password: "", username: "kim" }, { kept })).toEqual({ password: "moved" });
  expect(faultsOf({ method: "credentials" }, { kept })).toEqual({ credentials: "missing" });
});
