// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of a policy
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeSource, loadSettings, settingsSource } from "../../../main/desktop/account/settings-file.ts";
import {
  administratorsOf,
  changeableByOthers,
  isChangeable,
  policyPlace,
  type Trusted,
} from "../../../main/desktop/policy/placed-policy.ts";
import { type Given, readManaged } from "../../../main/desktop/policy/read-managed.ts";

let folder: string;
let place: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "alrimi-policy-")));
  await mkdir(join(folder, "etc"), { mode: 0o755 });
  place = join(folder, "etc", "policy.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The user of the test run counts as the administrator. */
const trusted: Trusted = { users: [0, process.getuid?.() ?? 0], groups: [0, process.getgid?.() ?? 0] };
const env = { SITE: "seoul" };
const none = { policyFile: undefined, userDataDir: undefined, problem: undefined };
const noSecrets = { find: () => ({ kind: "none" }) as const };
const server = "tls://a.example.com:4222";

const givenWith = (given: { policyFile?: string } = {}): Given => ({
  ...none,
  ...given,
  places: { file: place, folder: join(folder, "etc", "policy.d"), lists: [], registry: undefined, trusted },
});
const read = (given = givenWith()) => readManaged(given, { loginName: "Hong.GD", env });
const load = (named: { policyFile?: string } = {}) => {
  const given = givenWith(named);
  return loadSettings(given, folder, "Hong.GD", noSecrets, read(given));
};

async function put(file: string, policy: object, mode = 0o644): Promise<void> {
  await writeFile(file, JSON.stringify({ servers: [server], ...policy }));
  await chmod(file, mode); // whatever the umask
}

test("placed policy - each system has a place that belongs to its administrators", () => {
  expect(policyPlace("linux", {})).toBe("/etc/alrimi/policy.json");
  expect(policyPlace("darwin", {})).toBe("/Library/Application Support/Alrimi/policy.json");
  expect(policyPlace("win32", { ProgramData: "D:\\Data" })).toBe("D:\\Data\\Alrimi\\policy.json");
  expect(policyPlace("win32", {})).toBe("C:\\ProgramData\\Alrimi\\policy.json");
});

test("placed policy - it is found without a command line, and the log says so", async () => {
  expect(load()).toMatchObject({ ok: false, problem: { key: "not-set-up" } });
  await put(place, {});
  expect(load()).toMatchObject({ ok: true, settings: { servers: [server], user: "hong.gd" } });
  const source = settingsSource(givenWith(), read(), folder);
  expect(describeSource(source)).toBe(`the policy ${place}, found in its place`);
});

test("placed policy - one that the command line names comes before it", async () => {
  await put(place, { user: "placed" });
  const policyFile = join(folder, "named.json");
  await put(policyFile, { user: "named" });
  expect(load({ policyFile })).toMatchObject({ settings: { user: "named" } });
});

test("placed policy - one that is there and cannot be used is an error, and not passed over", async () => {
  await symlink(join(folder, "nowhere"), place);
  expect(load()).toMatchObject({ ok: false, problem: { key: "policy-missing", args: [place] } });
  await rm(place);
  await put(place, { sever: 1 });
  expect(load()).toMatchObject({ ok: false, problem: { key: "policy-refused" } });
});

test("placed policy - one that others could have planted is not used", async () => {
  await put(place, {}, 0o666);
  expect(load()).toEqual({ ok: false, problem: { key: "policy-unsafe", args: [place] } });
  await chmod(place, 0o644);
  expect(load()).toMatchObject({ ok: true });
  await chmod(join(folder, "etc"), 0o777);
  expect(load()).toEqual({ ok: false, problem: { key: "policy-unsafe", args: [join(folder, "etc")] } });
});

test("placed policy - a link counts by what it leads to", async () => {
  const real = join(folder, "real.json");
  await put(real, {}, 0o666);
  await symlink(real, place);
  expect(changeableByOthers(place, trusted)).toBe(real);
});

test("placed policy - a link that others could replace is not used, wherever it leads", async () => {
  const real = join(folder, "real.json");
  const between = join(folder, "between");
  await put(real, {});
  await symlink(real, place);
  expect(load()).toMatchObject({ ok: true });
  await chmod(join(folder, "etc"), 0o777);
  expect(load()).toEqual({ ok: false, problem: { key: "policy-unsafe", args: [join(folder, "etc")] } });
  await chmod(join(folder, "etc"), 0o755);
  await mkdir(between);
  await chmod(between, 0o777);
  await symlink(real, join(between, "link.json"));
  await rm(place);
  await symlink("../between/link.json", place);
  expect(load()).toEqual({ ok: false, problem: { key: "policy-unsafe", args: [between] } });
});

test.each([
  ["root's", { uid: 0, gid: 0, mode: 0o100644 }, false],
  ["the person's", { uid: 1000, gid: 1000, mode: 0o100600 }, true],
  ["root's, and the group of the administrators may write", { uid: 0, gid: 80, mode: 0o040775 }, false],
  ["root's, and the group of everybody may write", { uid: 0, gid: 100, mode: 0o040775 }, true],
  ["root's, and everybody may write", { uid: 0, gid: 0, mode: 0o040777 }, true],
  ["root's, and nobody may take away what is another's", { uid: 0, gid: 0, mode: 0o041777 }, false],
])("placed policy - whether others can change it: %s", (_whose, stats, isSo) => {
  expect(isChangeable(stats, { users: [0], groups: [0, 80] })).toBe(isSo);
});

test("placed policy - on macOS the group admin counts as well, and on Windows Node cannot tell", () => {
  const byAdmins = { uid: 0, gid: 80, mode: 0o040775 };
  const [linux, macOS] = [administratorsOf("linux"), administratorsOf("darwin")];
  expect([linux, macOS].map((each) => each && isChangeable(byAdmins, each))).toEqual([true, false]);
  expect(administratorsOf("win32")).toBeUndefined();
});

test("policy - its paths begin at its own folder, and name the person", async () => {
  await put(place, {
    credentials: { credsFile: "creds/${user}.creds" },
    tls: { caFile: "../${env:SITE}.pem", certFile: "/abs/me.pem", keyFile: "me.key" },
  });
  expect(load()).toMatchObject({
    settings: {
      credentials: { credsFile: join(folder, "etc/creds/hong.gd.creds") },
      tls: {
        caFile: join(folder, "seoul.pem"),
        certFile: "/abs/me.pem",
        keyFile: join(folder, "etc/me.key"),
      },
    },
  });
});

test("policy - a user name and a password are no paths", async () => {
  await put(place, { credentials: { username: "a", password: "b" } });
  expect(load()).toMatchObject({ settings: { credentials: { username: "a", password: "b" } } });
});

test("settings - those of the person have no variables, and their paths begin at the app's folder", async () => {
  await put(join(folder, "settings.json"), { tls: { caFile: "${user}.pem" } });
  expect(load()).toMatchObject({ settings: { tls: { caFile: join(folder, "${user}.pem") } } });
});
