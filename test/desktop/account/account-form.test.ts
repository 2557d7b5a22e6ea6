import { expect, test } from "vitest";
import type { FormState } from "../../../main/core/account/dialog.ts";
import type { AccountFaults } from "../../../main/core/account/draft.ts";
import type { Problem } from "../../../main/core/problem.ts";
import { accountInUse, afterEdit, formOf } from "../../../main/desktop/account/account-form.ts";
import type { LoadedSettings } from "../../../main/desktop/account/settings-file.ts";

const NOW = 7;
const missing = { ok: false, reason: "missing", detail: "" } as const;
const badId = { ok: false, reason: "bad-id", detail: "" } as const;
const servers = ["tls://a.example.com", "tls://b.example.com"];
const own = { file: "/home/hong/settings.json", isPolicy: false, isPlaced: false };
const loginName = "hong.gd";
const loadedWith = (credentials: { username: string; password: string }): LoadedSettings => ({
  ok: true,
  settings: { linkOrigins: [], preferences: {}, fleet: false, servers, user: "hong.gd", credentials },
});
const FIRST_RUN = { ok: false, problem: { key: "not-set-up", args: [] } } as const;

test("account form - a policy is shown without secrets, and no keychain is asked", () => {
  const inUse = accountInUse(
    { file: "/etc/policy.json", isPolicy: true, isPlaced: true },
    loadedWith({ username: "hong.gd", password: "secret" }),
    {},
    loginName,
    () => {
      throw new Error("the keychain was asked");
    },
  );
  expect(inUse.fixed?.holds?.signIn).toEqual({ kind: "password", username: "hong.gd" });
  expect(inUse.kept).toBeUndefined();
});

test("account form - it opens with what is in use; a user name that is the person's own is left empty", () => {
  const opened = (username: string): FormState["shown"] =>
    formOf(
      accountInUse(own, loadedWith({ username, password: "p" }), {}, loginName, () => "keychain"),
      NOW,
    ).shown;
  expect(opened("hong.gd")).toEqual({
    servers: "tls://a.example.com, tls://b.example.com",
    user: "hong.gd",
    username: "",
    method: "password",
  });
  expect(opened("shared").username).toBe("shared");
});

test("account form - settings that could not be used are shown as they are, with the reason of a lost secret", () => {
  const inUse = (problem: Problem) =>
    accountInUse(own, { ok: false, problem }, { servers, user: "kim" }, loginName, () => "memory");
  expect(inUse({ key: "secret-lost", args: ["memory-only"] })).toMatchObject({
    occasion: { kind: "secret-lost", why: "memory-only" },
    servers,
    user: "kim",
    kept: undefined,
  });
  expect(inUse(FIRST_RUN.problem).occasion).toEqual({ kind: "first-run" });
});

const shown: FormState["shown"] = { servers: "a", user: "u", username: "n", method: "password" };
const faults: AccountFaults = { servers: missing, user: badId, username: missing, password: missing };

function left(changes: Partial<FormState["shown"]>): string[] {
  const opened = formOf(
    accountInUse(own, FIRST_RUN, {}, loginName, () => "memory"),
    NOW,
  );
  const before: FormState = { ...opened, shown, phase: { kind: "filling", faults } };
  return Object.keys(afterEdit(before, { ...before, shown: { ...shown, ...changes } }));
}

test("account form - after something was typed the faults of the other fields are still true", () => {
  expect(left({ servers: "b" })).toEqual(["user", "username", "password"]);
  expect(left({ user: "v" })).toEqual(["servers", "username", "password"]);
  expect(left({})).toEqual(["servers", "user", "username"]); // it was the secret
  expect(left({ method: "credentials" })).toEqual([]);
});

test("account form - the first start has the login name filled in, and asks whether to start at login", () => {
  const first = accountInUse(own, FIRST_RUN, {}, loginName, () => "keychain");
  const opened = (isStartFixed: boolean) =>
    formOf(first, NOW, { isStartFixed, hiddenIcon: "windows-overflow" });
  expect(opened(false)).toMatchObject({ startsAtLogin: true, hiddenIcon: "windows-overflow" });
  expect(opened(false).shown).toMatchObject({ username: loginName, user: "" });
  expect(opened(true).startsAtLogin).toBeUndefined(); // a policy decides
  const later = accountInUse(
    own,
    loadedWith({ username: "hong.gd", password: "p" }),
    {},
    loginName,
    () => "keychain",
  );
  expect(formOf(later, NOW, { isStartFixed: false, hiddenIcon: "windows-overflow" })).toMatchObject({
    startsAtLogin: undefined,
    hiddenIcon: undefined,
  });
});

test("account form - a policy with a server for the enrolment fixes an account only with credentials, or when it is refused", () => {
  const policy = { file: "/etc/policy.json", isPolicy: true, isPlaced: true };
  const url = "https://alrimi.example.com";
  const inUse = (source: typeof policy, loaded: LoadedSettings) =>
    accountInUse(source, loaded, {}, loginName, () => "keychain", url);
  const withLogin = loadedWith({ username: "hong.gd", password: "p" });
  expect(inUse(policy, withLogin).fixed).toBeDefined();
  expect(
    inUse(policy, { ok: false, problem: { key: "policy-refused", args: ["f", "d"] } }).fixed,
  ).toBeDefined();
  expect(inUse(policy, FIRST_RUN)).toMatchObject({ fixed: undefined, enrol: { url, mayByHand: false } });
  expect(inUse({ ...policy, isPolicy: false }, FIRST_RUN)).toMatchObject({ enrol: { url, mayByHand: true } });
  expect(inUse({ ...policy, isPolicy: false }, withLogin).enrol?.enrolled).toBeUndefined();
});
