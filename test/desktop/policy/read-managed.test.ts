import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { layersOf, loadSettings } from "../../../main/desktop/account/settings-file.ts";
import { policyPlaces } from "../../../main/desktop/policy/policy-places.ts";
import { type Given, readManaged } from "../../../main/desktop/policy/read-managed.ts";
import type { Registry, RegistryRoot } from "../../../main/desktop/policy/registry-policies.ts";
import { makePlaces, type TestPlaces } from "./places.ts";

let places: TestPlaces;
beforeEach(async () => {
  places = await makePlaces();
});
afterEach(() => places[Symbol.asyncDispose]());

const none = { policyFile: undefined, userDataDir: undefined, problem: undefined };
const variables = { loginName: "hong.gd", env: {} };
const server = "tls://a.example.com:4222";
const noSecrets = { find: () => ({ kind: "none" }) as const };

const read = (some: Partial<Given> = {}) => readManaged({ ...none, places, ...some }, variables);
const files = () => read().layers.map(({ file }) => file.slice(places.at("").length + 1));

test("policies - the files of policy.d follow policy.json, in the order of their names", async () => {
  for (const name of ["policy.d/b.json", "policy.d/10.json", "policy.json", "policy.d/A.json"]) {
    await places.put(name, { preferences: { sound: false } });
  }
  // Half-written and other files.
  for (const name of [
    "policy.d/.b.json.swp",
    "policy.d/.c.json",
    "policy.d/c.json~",
    "policy.d/d.json.dpkg-new",
  ]) {
    await places.put(name, "{");
  }
  expect(files()).toEqual(["policy.json", "policy.d/10.json", "policy.d/A.json", "policy.d/b.json"]);
  expect(read().connection).toEqual({ kind: "none" });
});

test("policies - policy.d is enough, and the account starts at the folder of its own file", async () => {
  await places.put("policy.d/10.json", { servers: [server], credentials: { credsFile: "a.creds" } });
  await places.put("policy.d/20.json", { tls: { caFile: "../ca.pem" }, linkOrigins: ["http://intra"] });
  expect(loadSettings({ ...none, places }, places.at(""), "Hong.GD", noSecrets, read())).toMatchObject({
    ok: true,
    settings: {
      servers: [server],
      user: "hong.gd",
      credentials: { credsFile: places.at("policy.d/a.creds") },
      tls: { caFile: places.at("ca.pem") },
      linkOrigins: ["http://intra"],
    },
  });
});

test("policies - the one of the command line names an update server too, from its own folder", async () => {
  const url = "https://updates.example.com/";
  await places.put("named/policy.json", { servers: [server], updates: { url, caFile: "ca.pem" } });
  const managed = readManaged(
    { ...none, policyFile: places.at("named/policy.json") },
    { loginName: "kim", env: {} },
  );
  expect(managed.updates).toEqual({ url, caFile: "ca.pem", folder: places.at("named") });
  expect(managed.connection).toMatchObject({ kind: "given" });
  expect(managed.connection).not.toHaveProperty("account.updates");
});

test("policies - with preferences alone the account is the person's own", async () => {
  await places.put("policy.json", {
    preferences: { sound: false },
    linkOrigins: ["http://intra"],
  });
  const userData = places.at("home");
  await places.put("home/settings.json", { servers: [server], user: "kim", preferences: { theme: "dark" } });
  const managed = read();
  const loaded = loadSettings({ ...none, places }, userData, "hong.gd", noSecrets, managed);
  expect(loaded).toMatchObject({ ok: true, settings: { user: "kim", linkOrigins: ["http://intra"] } });
  expect(layersOf(managed, loaded, userData)).toMatchObject([
    { file: places.file, kind: "machine", locked: { sound: false } },
    { file: join(userData, "settings.json"), kind: "user", locked: { theme: "dark" } },
  ]);
});

test("policies - a bad value is named with file and line, and the other files and values apply", async () => {
  await places.put("policy.json", { servers: [server] });
  const file = await places.put(
    "policy.d/10.json",
    '{\n  "defaults": {\n    "theme": "blue",\n    "sound": false\n  }\n}',
  );
  expect(read()).toMatchObject({
    faults: [{ where: `${file}:3`, detail: expect.stringMatching(/^defaults: theme: /) }],
    connection: { kind: "given" },
    layers: [{}, { defaults: { sound: false } }],
  });
});

test("policies - the app does not connect past a file that is no JSON, unreadable or changeable by others", async () => {
  await places.put("policy.json", { servers: [server] });
  const file = await places.put("policy.d/10.json", '{\n  "servers": [,]\n}');
  const problem = () => {
    const { connection } = read();
    return connection.kind === "refused" ? connection.problem : connection.kind;
  };
  expect(problem()).toEqual({ key: "policy-refused", args: [`${file}:2`, expect.any(String)] });
  await places.put("policy.d/10.json", {});
  expect(problem()).toBe("given");
  await chmod(file, 0o666);
  expect(problem()).toEqual({ key: "policy-unsafe", args: [file] });
  await chmod(file, 0o644);
  await chmod(places.folder, 0o777);
  expect(problem()).toEqual({ key: "policy-unsafe", args: [places.folder] });
  await chmod(places.folder, 0o755);
  await symlink(places.at("nowhere"), places.at("policy.d/20.json"));
  expect(problem()).toEqual({ key: "policy-missing", args: [places.at("policy.d/20.json")] });
});

test("policies - a folder that others can empty is not trusted, although nothing is in it", async () => {
  await places.put("policy.json", { servers: [server] });
  await mkdir(places.folder, { mode: 0o755 });
  expect(read().connection.kind).toBe("given");
  await chmod(places.folder, 0o777);
  expect(read().connection).toMatchObject({ problem: { key: "policy-unsafe" } });
});

test("policies - something else in the place of the folder is an error, and not passed over", async () => {
  await places.put("policy.d", "");
  expect(read().connection).toMatchObject({ kind: "refused", problem: { key: "policy-unreadable" } });
});

test("policies - one that the command line names replaces all, and a fault refuses it as a whole", async () => {
  await places.put("policy.json", { servers: [server], preferences: { sound: false } });
  const policyFile = await places.put("named.json", { servers: ["tls://b.example.com"] });
  expect(read({ policyFile })).toMatchObject({ layers: [{ file: policyFile, locked: {} }] });
  await places.put("named.json", { servers: ["tls://b.example.com"], preferences: { sond: 1 } });
  expect(read({ policyFile })).toMatchObject({
    layers: [],
    connection: {
      kind: "refused",
      problem: { key: "policy-refused", args: [policyFile, expect.stringContaining("sond")] },
    },
  });
});

/** A registry of these keys. */
function registryOf(keys: Readonly<Record<string, Record<string, unknown>>>): Registry {
  return { values: (root: RegistryRoot, key: string) => keys[`${root}\\${key}`] };
}
const KEY = "Software\\Policies\\Alrimi";
const onWindows = (registry: Registry) =>
  readManaged(
    {
      ...none,
      places: { ...policyPlaces("win32", { ProgramData: "/nowhere" }, "hong.gd", registry), ...onDisk() },
    },
    variables,
  );
const onDisk = () => ({ file: places.file, folder: places.folder });

test("policies - on Windows the registry comes after the files, and the computer's before the user's", async () => {
  await places.put("policy.json", { preferences: { sound: true, theme: "light" } });
  const managed = onWindows(
    registryOf({
      [`HKLM\\${KEY}`]: { servers: [server], language: "ko" },
      [`HKLM\\${KEY}\\Preferences`]: { theme: "dark", sound: 0 },
      [`HKCU\\${KEY}\\Preferences`]: { theme: "system", remindAfter: 30 },
      [`HKCU\\${KEY}\\Defaults`]: { lunch: "null", nonsense: 1 },
    }),
  );
  expect(managed).toMatchObject({
    connection: { kind: "given", file: `HKLM\\${KEY}`, account: { servers: [server] } },
    faults: [{ where: `HKCU\\${KEY}`, detail: 'defaults: unknown key "nonsense"' }],
    layers: [
      { file: places.file },
      { file: `HKCU\\${KEY}`, kind: "user", locked: { remindAfter: 30 }, defaults: { lunch: null } },
      {
        file: `HKLM\\${KEY}`,
        kind: "machine",
        locked: { theme: "dark", sound: false, language: "ko" },
      },
    ],
  });
});

test("policies - a registry that cannot be read is an error, and one without the keys is no policy", () => {
  const blocked = onWindows({
    values() {
      throw new Error("access denied");
    },
  });
  expect(blocked.connection).toEqual({
    kind: "refused",
    file: `HKCU\\${KEY}`,
    problem: { key: "policy-unreadable", args: [`HKCU\\${KEY}`, "access denied"] },
  });
  expect(onWindows(registryOf({}))).toEqual({
    layers: [],
    faults: [],
    connection: { kind: "none" },
    places: {},
  });
});

test("policies - each system has its places", () => {
  const registry = registryOf({});
  expect(policyPlaces("linux", {}, "hong", registry)).toEqual({
    file: "/etc/alrimi/policy.json",
    folder: "/etc/alrimi/policy.d",
    lists: [],
    registry: undefined,
    trusted: { users: [0], groups: [0] },
  });
  expect(policyPlaces("win32", {}, "hong", registry)).toEqual({
    file: "C:\\ProgramData\\Alrimi\\policy.json",
    folder: "C:\\ProgramData\\Alrimi\\policy.d",
    lists: [],
    registry,
    trusted: undefined,
  });
  expect(policyPlaces("darwin", {}, "hong", registry)).toMatchObject({
    file: "/Library/Application Support/Alrimi/policy.json",
    folder: "/Library/Application Support/Alrimi/policy.d",
    lists: [
      { file: "/Library/Managed Preferences/com.alrimi.app.plist", kind: "machine" },
      { file: "/Library/Managed Preferences/hong/com.alrimi.app.plist", kind: "user" },
    ],
    registry: undefined,
  });
  expect(policyPlaces("darwin", {}, "../x", registry).lists).toHaveLength(1);
});

const PLIST = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>PayloadUUID</key><string>x</string>
  <key>servers</key><array><string>${server}</string></array>
  <key>credentials</key><dict><key>credsFile</key><string>a.creds</string></dict>
  <key>preferences</key><dict>
    <key>sound</key><false/><key>remindAfter</key><integer>30</integer>
    <key>workingHours</key><dict><key>from</key><string>08:00</string><key>to</key><string>17:00</string></dict>
    <key>workingDays</key><array><integer>1</integer><integer>2</integer></array>
    <key>shortcut</key><string>null</string>
  </dict>
</dict></plist>`;
/** `{ preferences: { sound: false, remindAfter: 30 } }` in binary form, as Python's plistlib writes it. */
const BINARY = Buffer.from(
  "YnBsaXN0MDDRAQJbcHJlZmVyZW5jZXPSAwQFBltyZW1pbmRBZnRlclVzb3VuZBAeCAgLFxwoLjAAAAAAAAABAQAAAAAAAAAHAAAAAAAAAAAAAAAAAAAAMQ==",
  "base64",
);

test("policies - the lists of a device management are read, in XML and in binary form", async () => {
  const list = await places.put("com.alrimi.app.plist", PLIST);
  const lists = [{ file: list, kind: "machine" } as const];
  const onMac = () => read({ places: { ...places, lists } });
  expect(onMac()).toMatchObject({
    faults: [],
    connection: {
      kind: "given",
      file: list,
      account: { servers: [server], credentials: { credsFile: "a.creds" } },
      folders: { credentials: places.at("").replace(/\/$/, "") },
    },
    layers: [
      {
        locked: {
          sound: false,
          remindAfter: 30,
          workingHours: { from: "08:00", to: "17:00" },
          workingDays: [1, 2],
          shortcut: null,
        },
      },
    ],
  });
  await writeFile(list, BINARY);
  expect(onMac()).toMatchObject({ faults: [], layers: [{ locked: { sound: false, remindAfter: 30 } }] });
  for (const broken of ["<plist>", "bplist00", "", "<plist><array/></plist>", PLIST.slice(0, 300)]) {
    await writeFile(list, broken);
    expect(onMac().connection, broken).toMatchObject({ kind: "refused", problem: { key: "policy-refused" } });
  }
});

const enrol = "https://alrimi.example.com";

test("policies - a server for the enrolment is enough, also in a file of the command line, and fixes no account", async () => {
  await places.put("policy.json", { enrol });
  expect(read()).toMatchObject({ enrol, connection: { kind: "none" }, faults: [] });
  await places.put("named.json", { enrol, preferences: { theme: "dark" } });
  const policyFile = places.at("named.json");
  expect(read({ policyFile })).toMatchObject({ enrol, connection: { kind: "none" }, faults: [] });
  await places.put("named.json", { enrol, sever: [] });
  expect(read({ policyFile }).connection).toMatchObject({ kind: "refused" });
  await places.put("named.json", { enrol: "http://alrimi.example.com" });
  expect(read({ policyFile }).connection).toMatchObject({ kind: "refused" });
});

test("policies - with servers of the policy the enrolment gives person and login, and nothing else", async () => {
  await places.put("policy.json", { enrol, servers: [server] });
  const loaded = (secrets: Parameters<typeof loadSettings>[3]) =>
    loadSettings({ ...none, places }, places.at(""), "Hong.GD", secrets, read());
  expect(loaded(noSecrets)).toEqual({ ok: false, problem: { key: "not-set-up", args: [] } });
  await places.put("settings.json", { servers: ["tls://evil.example.com:4222"], user: "kim.ys" });
  const credentials = { creds: "creds", enrolled: true } as const;
  const asked: unknown[] = [];
  const found = loaded({
    find({ servers, user }) {
      asked.push({ servers, user });
      return { kind: "held", credentials };
    },
  });
  expect(asked).toEqual([{ servers: [server], user: "kim.ys" }]);
  expect(found).toMatchObject({ ok: true, settings: { servers: [server], user: "kim.ys", credentials } });
});

test("policies - credentials of a policy come before the enrolment", async () => {
  await places.put("policy.json", { enrol, servers: [server], credentials: { credsFile: "/a.creds" } });
  expect(loadSettings({ ...none, places }, places.at(""), "hong.gd", noSecrets, read())).toMatchObject({
    ok: true,
    settings: { credentials: { credsFile: "/a.creds" } },
  });
});
