import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Account } from "../../../main/core/account/draft.ts";
import { saveAccount } from "../../../main/desktop/account/settings-file.ts";
import { draftFile, type FileDraft, replaceTogether } from "../../../main/files/replace-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-account-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const account: Account = {
  servers: ["tls://new.example.com:4222"],
  user: "hong.gd",
  credentials: { username: "hong.gd", password: "new" },
};
const secrets = {
  draft: ({ credentials }: Account): FileDraft =>
    draftFile(join(folder, "secrets.json"), JSON.stringify(credentials)),
};
const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
const old = { secret: '{"password":"old"}', settings: '{"servers":["tls://old.example.com:4222"]}' };

async function keepOld(): Promise<void> {
  await writeFile(join(folder, "secrets.json"), old.secret);
  await writeFile(join(folder, "settings.json"), old.settings);
}

test("saved account - secret and settings are both there, for their owner alone, and nothing is left beside them", async () => {
  await keepOld();
  saveAccount(folder, account, secrets);
  expect(await read("secrets.json")).toContain("new");
  const { servers, user } = account;
  expect(JSON.parse(await read("settings.json"))).toMatchObject({ servers, user });
  expect((await readdir(folder)).sort()).toEqual(["secrets.json", "settings.json"]);
  expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
});

test("saved account - when the settings cannot be written the secret of before is still there", async () => {
  await keepOld();
  await mkdir(join(folder, "settings.json.new", "in the way"), { recursive: true });
  expect(() => saveAccount(folder, account, secrets)).toThrow();
  expect(await read("secrets.json")).toBe(old.secret);
  expect(await read("settings.json")).toBe(old.settings);
});

test("saved account - when the settings cannot be put in their place the secret of before comes back", async () => {
  await writeFile(join(folder, "secrets.json"), old.secret);
  await mkdir(join(folder, "settings.json", "in the way"), { recursive: true });
  expect(() => saveAccount(folder, account, secrets)).toThrow();
  expect(await read("secrets.json")).toBe(old.secret);
  expect((await readdir(folder)).sort()).toEqual(["secrets.json", "settings.json"]);
});

test("saved account - where there was no secret a failure leaves none", async () => {
  await mkdir(join(folder, "settings.json", "in the way"), { recursive: true });
  expect(() => saveAccount(folder, account, secrets)).toThrow();
  expect(await readdir(folder)).toEqual(["settings.json"]);
});

test("saved account - settings that are not understood are put aside only when others take their place", async () => {
  await writeFile(join(folder, "settings.json"), "somebody's own notes");
  const failing = {
    draft(): FileDraft {
      throw new Error("the disk is full");
    },
  };
  expect(() => saveAccount(folder, account, failing)).toThrow("the disk is full");
  expect(await readdir(folder)).toEqual(["settings.json"]);
  saveAccount(folder, account, secrets);
  expect(await read("settings.json.aside")).toBe("somebody's own notes");
});

test("files together - the first error is the one that is told, whatever fails while everything is put back", () => {
  const failing = (text: string): FileDraft => ({
    commit() {
      throw new Error(text);
    },
    discard() {
      throw new Error("putting back");
    },
  });
  expect(() => replaceTogether([() => failing("first"), () => failing("second")])).toThrow("first");
});
