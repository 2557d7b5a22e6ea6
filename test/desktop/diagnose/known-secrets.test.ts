import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AnyCredentials } from "../../../main/core/account/credentials.ts";
import type { LoadedSettings } from "../../../main/desktop/account/settings-file.ts";
import { knownSecrets } from "../../../main/desktop/diagnose/known-secrets.ts";
import { CREDS, KEY, PASSWORD, SEED } from "../../core/diagnostics/planted.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-known-secrets-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const own = () => ({ file: join(folder, "settings.json"), isPolicy: false, isPlaced: false });
const policy = () => ({ file: join(folder, "policy.json"), isPolicy: true, isPlaced: false });

function loaded(credentials?: AnyCredentials, tls?: { keyFile: string; certFile: string }): LoadedSettings {
  const settings = {
    servers: ["tls://b.example.com"],
    user: "hong.gd",
    linkOrigins: [],
    preferences: {},
    fleet: false,
  };
  return { ok: true, settings: { ...settings, ...(credentials && { credentials }), ...(tls && { tls }) } };
}
const refused: LoadedSettings = { ok: false, problem: { key: "policy-refused", args: ["", ""] } };

test.each([
  ["a password", { username: "hong.gd", password: PASSWORD }, PASSWORD],
  ["a seed", { nkeySeed: SEED }, SEED],
  ["credentials", { creds: CREDS }, CREDS],
] as const)("known secrets - %s in memory", (_what, credentials, secret) => {
  const found = knownSecrets(own(), loaded(credentials), folder, []);
  expect(found).toEqual({ values: [secret], areComplete: true });
});

test("known secrets - the contents of the files that the settings name", async () => {
  const files = { creds: join(folder, "hong.creds"), key: join(folder, "client.key") };
  await writeFile(files.creds, CREDS);
  await writeFile(files.key, KEY);
  const tls = { keyFile: files.key, certFile: join(folder, "client.pem") };
  const { values } = knownSecrets(policy(), loaded({ credsFile: files.creds }, tls), folder, []);
  expect(values).toEqual([CREDS, KEY]);
});

test("known secrets - a refused policy, damaged or not, is searched for its password and its files", async () => {
  await writeFile(join(folder, "nkey"), SEED);
  const text = JSON.stringify({ a: 1, credentials: { username: "u", password: PASSWORD, nkeyFile: "nkey" } });
  for (const content of [text, `${text.slice(0, -2)},,`]) {
    await writeFile(policy().file, content);
    expect(knownSecrets(policy(), refused, folder, [])).toEqual({
      values: [PASSWORD, SEED],
      areComplete: true,
    });
  }
});

test("known secrets - a password in another policy than the one that is refused", async () => {
  const other = join(folder, "policy.d.json");
  await writeFile(policy().file, "{");
  await writeFile(other, JSON.stringify({ credentials: { username: "u", password: PASSWORD } }));
  expect(knownSecrets(policy(), refused, folder, [other])).toEqual({ values: [PASSWORD], areComplete: true });
});

test("known secrets - the keys of the app's own files", async () => {
  await writeFile(
    join(folder, "link-key.json"),
    JSON.stringify({ version: 1, kept: "file", key: "a".repeat(44) }),
  );
  await writeFile(join(folder, "secrets.json"), JSON.stringify({ kept: "keychain", secret: "b".repeat(99) }));
  const { values, areComplete } = knownSecrets(own(), loaded({ nkeySeed: SEED }), folder, []);
  expect(values).toEqual([SEED, "b".repeat(99), "a".repeat(44)]);
  expect(areComplete).toBe(true);
});

test("known secrets - they are incomplete while a stored secret or the settings cannot be read", async () => {
  expect(knownSecrets(own(), loaded(), folder, []).areComplete).toBe(true);
  await writeFile(join(folder, "secrets.json"), JSON.stringify({ kept: "keychain", secret: "x" }));
  expect(knownSecrets(own(), loaded(), folder, []).areComplete).toBe(false);
  expect(knownSecrets(own(), refused, folder, []).areComplete).toBe(false);
  expect(knownSecrets(policy(), loaded(), folder, []).areComplete).toBe(true);
  await writeFile(policy().file, "x".repeat(70_000));
  await chmod(policy().file, 0o600);
  expect(knownSecrets(policy(), refused, folder, []).areComplete).toBe(false);
});
