import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Account } from "../../../main/core/account/draft.ts";
import type { KeyringGate, KeyringState } from "../../../main/desktop/account/keyring-gate.ts";
import { beginWithKeyring } from "../../../main/desktop/account/keyring-wait.ts";
import { openSecrets } from "../../../main/desktop/account/secrets.ts";
import { loadSettings, saveAccount } from "../../../main/desktop/account/settings-file.ts";
import { createSuccession } from "../../../main/desktop/account/succession.ts";
import { FakeClock, settle } from "../fake-clock.ts";

vi.mock("electron", () => ({ app: {}, safeStorage: {} }));
const { gatedKeychain } = await import("../../../main/desktop/account/keychain.ts");

/** Secrets and sessions with a keyring whose answers the test triggers. */

const account: Account = {
  servers: ["tls://new.example.com:4222"],
  user: "hong.gd",
  credentials: { username: "hong.gd", password: "secret" },
};

let folder: string;
let state: KeyringState;
let listeners: ((state: KeyringState) => void)[];
let touched: number;
let clock: FakeClock;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-keychain-"));
  state = "waiting";
  listeners = [];
  touched = 0;
  clock = new FakeClock();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gate: KeyringGate = {
  get state() {
    return state;
  },
  get known() {
    return state;
  },
  onChange(listener) {
    listeners.push(listener);
    return () => {};
  },
  dispose() {},
};
const storage = {
  isEncryptionAvailable() {
    touched++;
    return true;
  },
  encryptString: (text: string) => Buffer.from([...text].reverse().join("")),
  decryptString: (bytes: Buffer) => [...bytes.toString()].reverse().join(""),
};

const open = () => {
  const keychain = gatedKeychain(gate, storage);
  return { keychain, secrets: openSecrets(folder, keychain) };
};

function answer(next: KeyringState): void {
  state = next;
  for (const listener of listeners) listener(next);
}

/** The account is stored, and the app is started again. */
function keep(): void {
  state = "open";
  saveAccount(folder, account, open().secrets);
  state = "waiting";
  listeners = [];
  touched = 0;
}

function start() {
  const { keychain, secrets } = open();
  const begun: string[] = [];
  const load = () =>
    loadSettings({ policyFile: undefined, userDataDir: undefined, problem: undefined }, folder, "", secrets);
  const sessions = createSuccession(
    () => ({ loaded: load(), close: async () => {} }),
    () => {},
    { error: () => {} },
  );
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const stop = beginWithKeyring({
    keychain,
    secrets,
    sessions,
    clock,
    log,
    load,
    begun: (loaded) =>
      void begun.push(loaded.ok ? "ok" : [loaded.problem.key, ...loaded.problem.args].join(" ")),
  });
  return { begun, secrets, sessions, stop };
}

test("keychain - while the keyring does not answer nothing touches what would wait for it", () => {
  const { keychain, secrets } = open();
  expect([keychain.isThere, keychain.isWaiting, secrets.keeping]).toEqual([false, true, "waiting"]);
  expect([keychain.encrypt("a"), keychain.decrypt("YQ==")]).toEqual([undefined, undefined]);
  expect(touched).toBe(0);
});

test("keychain - a keyring that answers soon is no news: one session, with the secret", async () => {
  keep();
  const { begun } = start();
  expect(begun).toEqual([]);
  answer("open");
  await clock.pass(60_000);
  expect(begun).toEqual(["ok"]);
});

test("keychain - one that answers late is waited for in words, and the answer is taken", async () => {
  keep();
  const { begun } = start();
  await clock.pass(60_000);
  expect(begun).toEqual(["keyring-waiting"]);
  answer("open");
  await settle();
  expect(begun).toEqual(["keyring-waiting", "ok"]);
});

test("keychain - one that stays closed leaves the person to sign in; unlocked later it is taken", async () => {
  keep();
  const { begun } = start();
  await clock.pass(60_000);
  answer("closed");
  await settle();
  answer("open");
  await settle();
  expect(begun).toEqual(["keyring-waiting", "secret-lost locked", "ok"]);
});

test("keychain - an app that has ended meanwhile begins no session", async () => {
  keep();
  const { begun, sessions, stop } = start();
  stop();
  await sessions.end();
  answer("open");
  await clock.pass(60_000);
  expect(begun).toEqual([]);
});

test("keychain - a secret that is saved while it is waited for is in memory, and goes into the keychain with the answer", async () => {
  const { secrets } = start();
  saveAccount(folder, account, secrets);
  const file = (): Promise<string> => readFile(join(folder, "secrets.json"), "utf8");
  expect(await file()).toContain('"kept":"memory"');
  expect(secrets.find(account)).toMatchObject({ kind: "held" });
  answer("open");
  expect(await file()).toContain('"kept":"keychain"');
  expect(await file()).not.toContain(account.user);
  expect(open().secrets.find(account)).toMatchObject({ kind: "held", credentials: account.credentials });
});

test("keychain - a secret that is saved before the keyring answers is only in this process until then", async () => {
  const { secrets } = start();
  expect(secrets.isOnlyInMemory).toBe(false);
  saveAccount(folder, account, secrets);
  expect(secrets.isOnlyInMemory).toBe(true);
  answer("open");
  await settle();
  expect(secrets.isOnlyInMemory).toBe(false);
});
