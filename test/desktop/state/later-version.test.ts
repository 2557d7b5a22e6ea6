import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fromSaved, NOTHING_REMEMBERED, type Saved, toSaved } from "../../../main/core/knowledge/saved.ts";
import type { SomePreferences } from "../../../main/core/preferences/preferences.ts";
import { loadSettings, saveAccount } from "../../../main/desktop/account/settings-file.ts";
import { recall } from "../../../main/desktop/app/recall.ts";
import { PreferencesKeeper } from "../../../main/desktop/state/preferences-keeper.ts";
import { openStore, type Store } from "../../../main/desktop/state/store.ts";
import { FakeClock } from "../fake-clock.ts";

/** Files of a later version, and what the older version that runs after a downgrade leaves of them. */

vi.mock("electron-store", () => import("./conf-store.ts"));

const log = { info() {}, warn() {}, error() {} };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-later-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function open<Content extends object>(name: string): Store<Content> {
  return openStore<Content>(folder, name, new FakeClock(), { notSaved() {}, putAside() {}, refused() {} });
}

const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(folder, file), "utf8"));
const write = (file: string, content: unknown): Promise<void> =>
  writeFile(join(folder, file), JSON.stringify(content));

test("later version - its preferences survive a change in the older one", async () => {
  await write("preferences.json", { sound: false, theme: "sepia", hologram: { depth: 3 } });
  const store = open<SomePreferences>("preferences");
  const keeper = new PreferencesKeeper(store, log);
  keeper.change({ leavingDigest: true });
  store.flush();
  expect(await read("preferences.json")).toEqual({
    sound: false,
    theme: "sepia",
    hologram: { depth: 3 },
    leavingDigest: true,
  });
  expect(keeper.effective.theme).toBe("system");
  keeper.change({ theme: "dark" });
  store.flush();
  expect(await read("preferences.json")).toMatchObject({ theme: "dark", hologram: { depth: 3 } });
});

test("later version - defaults that are restored in the older one leave only what that one does not know", async () => {
  await write("preferences.json", { sound: false, theme: "sepia", hologram: true });
  const store = open<SomePreferences>("preferences");
  new PreferencesKeeper(store, log).replace({});
  store.flush();
  expect(await read("preferences.json")).toEqual({ hologram: true });
});

test("later version - preferences of which the older one understands nothing are put aside before a change", async () => {
  await write("preferences.json", { hologram: true });
  const store = open<SomePreferences>("preferences");
  new PreferencesKeeper(store, log).change({ sound: false });
  store.flush();
  expect(await read("preferences.json")).toEqual({ sound: false });
  const [aside = ""] = (await readdir(folder)).filter((name) => name.includes(".aside-"));
  expect(await read(aside)).toEqual({ hologram: true });
});

test("later version - keys of its state survive the run of the older one", async () => {
  await write("ledger.json", {
    ...toSaved("o", { ...NOTHING_REMEMBERED, lastContact: 5 }),
    moods: [1],
    savedBy: "9.0.0",
  });
  const store = open<Saved>("ledger");
  const remembered = fromSaved(store.loaded, "o", "hong.gd");
  if (!remembered.ok) throw new Error(remembered.detail);
  store.saveNow(() => toSaved("o", { ...remembered.value, savedBy: "0.1.0" }));
  store.flush();
  expect(await read("ledger.json")).toMatchObject({ lastContact: 5, moods: [1], savedBy: "0.1.0" });
});

test("later version - its state with a higher number is put aside as it was, and a new one begins", async () => {
  const later = { version: 2, owner: "o", everything: "else" };
  await write("ledger.json", later);
  const store = open<Saved>("ledger");
  const options = {
    user: "hong.gd",
    owner: "o",
    systemLanguage: "ko",
    linkOrigins: [],
    version: "0.1.0",
  } as const;
  const remembered = recall({ store, log }, options);
  store.saveNow(() => toSaved("o", remembered));
  store.flush();
  expect(await read("ledger.json")).toMatchObject({ version: 1, events: [] });
  const [aside = ""] = (await readdir(folder)).filter((name) => name.includes(".aside-"));
  expect(await read(aside)).toEqual(later);
});

test("later version - its settings are refused by their key, stay as they are, and are put aside by another account", async () => {
  const later = { servers: ["nats://127.0.0.1:4222"], user: "hong.gd", carrier: "pigeon" };
  await write("settings.json", later);
  const none = { policyFile: undefined, userDataDir: undefined, problem: undefined };
  const loaded = loadSettings(none, folder, "", { find: () => ({ kind: "none" }) });
  expect(loaded).toMatchObject({
    ok: false,
    problem: { key: "policy-refused", args: [expect.any(String), expect.stringContaining("carrier")] },
  });
  expect(await read("settings.json")).toEqual(later);
  const account = {
    servers: ["nats://127.0.0.1:1"],
    user: "kim",
    credentials: { username: "kim", password: "p" },
  };
  saveAccount(folder, account, { stage: () => ({ commit() {}, discard() {} }) });
  expect(await read("settings.json.aside")).toEqual(later);
});
