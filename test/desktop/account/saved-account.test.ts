import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Account } from "../../../main/core/account/draft.ts";
import { type ManagedPolicy, NO_POLICY } from "../../../main/core/policy/managed-policy.ts";
import { loadSettings, saveAccount } from "../../../main/desktop/account/settings-file.ts";
import { replaceTogether, type StagedFile, stageFile } from "../../../main/files/replace-file.ts";

import { ODD_PLACES, putThere } from "../../files/odd-places.ts";

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
  stage: ({ credentials }: Account): StagedFile =>
    stageFile(join(folder, "secrets.json"), JSON.stringify(credentials)),
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
    stage(): StagedFile {
      throw new Error("the disk is full");
    },
  };
  expect(() => saveAccount(folder, account, failing)).toThrow("the disk is full");
  expect(await readdir(folder)).toEqual(["settings.json"]);
  saveAccount(folder, account, secrets);
  expect(await read("settings.json.aside")).toBe("somebody's own notes");
});

test("files together - the first error is the one that is told, whatever fails while everything is put back", () => {
  const failing = (text: string): StagedFile => ({
    commit() {
      throw new Error(text);
    },
    discard() {
      throw new Error("putting back");
    },
  });
  expect(() => replaceTogether([() => failing("first"), () => failing("second")])).toThrow("first");
});

const noSecret = { find: () => ({ kind: "none" as const }) };
const own = { policyFile: undefined, userDataDir: undefined, problem: undefined };
const good = JSON.stringify({ servers: ["tls://b.example.com"], user: "hong.gd" });

test.each(ODD_PLACES)(
  "saved account - a %s in the settings' place is no settings, and is not replaced",
  async (what) => {
    const settings = join(folder, "settings.json");
    const remove = await putThere(what, settings);
    const loaded = loadSettings(own, folder, "hong.gd", noSecret);
    expect(loaded).toEqual({ ok: false, problem: { key: "policy-unreadable", args: [settings, what] } });
    expect(() => saveAccount(folder, account, secrets)).toThrow(expect.objectContaining({ code: what }));
    expect(await readdir(folder)).not.toContain("secrets.json");
    remove();
  },
);

test("saved account - an administrator's policy may be behind a link, and a pipe is not waited for", async () => {
  const policyFile = join(folder, "policy.json");
  await writeFile(join(folder, "real.json"), good);
  await symlink(join(folder, "real.json"), policyFile);
  const given = { ...own, policyFile };
  expect(loadSettings(given, folder, "x", noSecret)).toMatchObject({
    ok: true,
    settings: { user: "hong.gd" },
  });
  expect((await stat(join(folder, "real.json"))).mode & 0o777).not.toBe(0o600); // it is not the app's
  await rm(policyFile);
  await putThere("pipe", policyFile);
  expect(loadSettings(given, folder, "x", noSecret)).toEqual({
    ok: false,
    problem: { key: "policy-unreadable", args: [policyFile, "pipe"] },
  });
});

test("saved account - only a policy asks for reports to the fleet, and the person's own file does not", async () => {
  await writeFile(join(folder, "settings.json"), '{"servers":["tls://a.example.com:4222"],"fleet":true}');
  const given = { policyFile: undefined, userDataDir: undefined, problem: undefined };
  const fleetOf = (managed: ManagedPolicy): unknown => {
    const loaded = loadSettings(given, folder, "hong.gd", { find: () => ({ kind: "none" }) }, managed);
    return loaded.ok && loaded.settings.fleet;
  };
  expect([fleetOf(NO_POLICY), fleetOf({ ...NO_POLICY, fleet: true })]).toEqual([false, true]);
  const named = join(folder, "policy.json");
  await writeFile(named, '{"servers":["tls://a.example.com:4222"],"fleet":true}');
  const loaded = loadSettings({ ...given, policyFile: named }, folder, "hong.gd", {
    find: () => ({ kind: "none" }),
  });
  expect(loaded).toMatchObject({ ok: true, settings: { fleet: true } });
});

test("saved account - settings that others could read are the owner's from the first reading on", async () => {
  const settings = join(folder, "settings.json");
  await writeFile(settings, good);
  await chmod(settings, 0o666);
  expect(loadSettings(own, folder, "x", noSecret).ok).toBe(true);
  expect((await stat(settings)).mode & 0o777).toBe(0o600);
});
