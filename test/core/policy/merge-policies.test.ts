// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of a policy
import fc from "fast-check";
import { expect, test } from "vitest";
import { effectiveValues } from "../../../main/core/policy/effective.ts";
import { faultsProblem } from "../../../main/core/policy/managed-policy.ts";
import { mergePolicies } from "../../../main/core/policy/merge-policies.ts";
import { entriesOf, looseReadings, type WrittenPolicy } from "../../../main/core/policy/policy-source.ts";
import { readPolicyText } from "../../../main/core/policy/policy-text.ts";
import { resembles } from "../../../main/core/policy/resembles.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { times } from "../../sample.ts";

const variables = { loginName: "Hong.GD", env: { SITE: "seoul" } };
const server = "tls://a.example.com:4222";

/** A policy file with this text, or with this document on lines of its own. */
function file(name: string, content: object | string, kind: "machine" | "user" = "machine"): WrittenPolicy {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  const source = { file: name, kind, folder: `/etc/${name}.folder` };
  const read = readPolicyText(Buffer.from(text));
  if (read.ok) return { ...source, entries: read.entries };
  return { ...source, problem: { key: "policy-refused", args: [`${name}:${read.line}`, read.detail] } };
}

const merge = (...written: WrittenPolicy[]) => mergePolicies(written, variables);
const valuesOf = (...written: WrittenPolicy[]) =>
  effectiveValues(DEFAULT_PREFERENCES, merge(...written).layers, {});

test("policies - a later file's key wins, and keeps the other keys of the earlier one", () => {
  const base = file("policy.json", {
    servers: [server],
    user: "${user}",
    preferences: { sound: false, theme: "dark" },
  });
  const later = file("policy.d/10.json", {
    servers: ["tls://b.example.com"],
    preferences: { theme: "light" },
  });
  expect(merge(base, later).connection).toEqual({
    kind: "given",
    file: "policy.d/10.json",
    account: { servers: ["tls://b.example.com"], user: "hong.gd" },
    folders: {},
  });
  expect(valuesOf(base, later)).toMatchObject({
    sound: { value: false, source: "policy lock", from: "policy.json", line: 7 },
    theme: { value: "light", source: "policy lock", from: "policy.d/10.json", line: 6 },
  });
});

test("policies - reports to the fleet are asked for by the last policy of the machine, and a bad value costs only itself", () => {
  const fleet = (...written: WrittenPolicy[]): boolean | undefined => merge(...written).fleet;
  expect(fleet()).toBeUndefined();
  expect(fleet(file("a", { fleet: true }), file("b", { fleet: false }))).toBe(false);
  expect(fleet(file("HKCU", { fleet: true }, "user"), file("a", { fleet: false }))).toBe(false);
  const bad = merge(file("a", { fleet: true }), file("b", { servers: [server], fleet: "yes" }));
  expect(bad).toMatchObject({ fleet: true, connection: { kind: "given" }, faults: [{ where: "b:5" }] });
  const registry = entriesOf({ fleet: 1 }, looseReadings);
  expect(fleet({ file: "HKLM", kind: "machine", folder: "/", entries: registry })).toBe(true);
});

test("policies - one of the machine comes before one of the user, in whatever order they are read", () => {
  const machine = file("HKLM", { servers: [server], preferences: { theme: "dark" } });
  const user = file(
    "HKCU",
    { servers: ["tls://b.example.com"], user: "kim", preferences: { theme: "light" } },
    "user",
  );
  for (const written of [
    [machine, user],
    [user, machine],
  ]) {
    expect(merge(...written).connection).toMatchObject({ account: { servers: [server], user: "kim" } });
    expect(valuesOf(...written).theme).toMatchObject({ value: "dark", from: "HKLM" });
  }
});

test("policies - a bad key or value is named with its line, and everything else applies", () => {
  const managed = merge(
    file(
      "policy.json",
      '{\n  "servers": ["tls://a.example.com:4222"],\n  "theem": 1,\n  "language": "fr",\n  "linkOrigins": ["x"],\n  "preferences": {\n    "remindAfter": 1,\n    "sound": false\n  },\n  "defaults": {\n    "sond": true,\n    "lunch": null\n  }\n}',
    ),
  );
  expect(managed.faults.map(({ where, detail }) => `${where} ${detail}`)).toEqual([
    expect.stringMatching(/^policy\.json:4 language: /),
    expect.stringMatching(/^policy\.json:7 preferences: remindAfter: /),
    'policy.json:11 defaults: unknown key "sond"',
    'policy.json:3 unknown key "theem"',
    expect.stringMatching(/^policy\.json:5 linkOrigins\.0: /),
  ]);
  expect(managed.connection).toMatchObject({ kind: "given", account: { servers: [server] } });
  expect(managed.layers).toMatchObject([{ locked: { sound: false }, defaults: { lunch: null } }]);
  expect(managed.linkOrigins).toBeUndefined();
  expect(faultsProblem(managed.faults)).toEqual({
    key: "policy-partly-refused",
    args: ["policy.json:4", expect.stringContaining("language"), "4"],
  });
  expect(faultsProblem([])).toBeUndefined();
});

test.each([
  [{ servers: ["http://x"] }, 2, /^servers\.0: /],
  [{ servers: [server], user: "" }, 5, /^user: /],
  [{ servers: [server], user: "${env:NONE}" }, 5, /^user: .*not set/],
  [{ servers: [server], credentials: { username: "x" } }, 5, /^credentials: /],
  [{ servers: [server], tls: { rejectUnauthorized: false } }, 5, /rejectUnauthorized/],
  [{ servers: [server], tls: { caFile: "${nonsense}" } }, 5, /^tls\.caFile: /],
  [{ servers: [server], sever: [] }, 5, /"sever", perhaps "servers"/],
  [{ servers: [server], tsl: {} }, 5, /"tsl", perhaps "tls"/],
  [{ servers: [server], Credentials: {} }, 5, /"Credentials", perhaps "credentials"/],
  [{ credentials: { credsFile: "a.creds" } }, 2, /^servers: missing/],
])(
  "policies - the app does not connect with less than %j, and the preferences apply",
  (policy, line, detail) => {
    const managed = merge(file("a.json", { ...policy, preferences: { sound: false } }));
    expect(managed.connection).toEqual({
      kind: "refused",
      file: "a.json",
      problem: { key: "policy-refused", args: [`a.json:${line}`, expect.stringMatching(detail)] },
    });
    expect(managed.layers).toMatchObject([{ locked: { sound: false } }]);
    expect(managed.faults).toEqual([]);
  },
);

test("policies - a bad value of the connection that another file replaces is a fault alone", () => {
  const managed = merge(file("1.json", { servers: ["x"] }), file("2.json", { servers: [server] }));
  expect(managed.connection).toMatchObject({ kind: "given", file: "2.json" });
  expect(managed.faults).toEqual([{ where: "1.json:2", detail: expect.stringMatching(/^servers\.0/) }]);
  const bad = merge(file("1.json", { servers: [server] }), file("2.json", { servers: ["x"] }));
  expect(bad.connection).toMatchObject({ kind: "refused", file: "2.json" });
});

test("policies - one that cannot be read may have named other servers, so the app does not connect", () => {
  const managed = merge(
    file("1.json", { servers: [server], preferences: { sound: false } }),
    file("2.json", '{\n  "credentials": { "username": "x", "password": hunter2 }\n}'),
  );
  expect(managed.connection).toEqual({
    kind: "refused",
    file: "2.json",
    problem: { key: "policy-refused", args: ["2.json:2", "Unexpected token 'h'"] },
  });
  expect(managed.layers).toMatchObject([{ locked: { sound: false } }]);
});

test("policies - the update server is that of the last good policy, and null forbids what a user's policy allows", () => {
  const url = "https://updates.example.com/alrimi/";
  const updatesOf = (...written: Parameters<typeof merge>) => merge(...written).updates;
  expect(updatesOf(file("a.json", { updates: { url, caFile: "ca.pem" } }))).toMatchObject({
    url,
    caFile: "ca.pem",
    folder: expect.any(String),
  });
  const bad = merge(file("1.json", { updates: { url } }), file("2.json", { updates: { url: "http://x" } }));
  expect(bad.updates?.url).toBe(url);
  expect(bad.faults).toMatchObject([{ detail: expect.stringContaining("updates.url") }]);
  const machine = file("1.json", { updates: { url: null } });
  const user = file("HKCU", { updates: { url } }, "user");
  expect(updatesOf(machine, user)?.url).toBeNull();
  expect(updatesOf(file("a.json", {}))).toBeUndefined();
});

test("policies - without a key of the connection the account is the person's", () => {
  expect(merge()).toEqual({ layers: [], faults: [], connection: { kind: "none" }, places: {} });
  const managed = merge(file("a.json", { linkOrigins: ["http://x"], defaults: { sound: false } }));
  expect(managed).toMatchObject({ connection: { kind: "none" }, linkOrigins: ["http://x"] });
});

test("policies - the user of one file is a variable in the others, and paths start at their own file", () => {
  const managed = merge(
    file("1.json", {
      servers: ["tls://${env:SITE}.example.com"],
      credentials: { credsFile: "${user}.creds" },
    }),
    file("2.json", { user: "${user}", tls: { caFile: "ca.pem" } }),
    file("3.json", { user: "Kim" }),
  );
  expect(managed.connection).toMatchObject({
    account: {
      servers: ["tls://seoul.example.com"],
      user: "Kim",
      credentials: { credsFile: "kim.creds" },
      tls: { caFile: "ca.pem" },
    },
    folders: { credentials: "/etc/1.json.folder", tls: "/etc/2.json.folder" },
  });
});

test("policies - the language has a key of its own, and the one among the preferences is used", () => {
  expect(valuesOf(file("a.json", { language: "ko" })).language).toMatchObject({ value: "ko", line: 2 });
  for (const text of [
    '{"language":"ko","preferences":{"language":"en"}}',
    '{"preferences":{"language":"en"},"language":"ko"}',
  ]) {
    expect(valuesOf(file("a.json", text)).language).toMatchObject({ value: "en", source: "policy lock" });
  }
});

test.each([
  ["sound", 0, false],
  ["sound", 1, true],
  ["sound", "true", true],
  ["remindAfter", 30, 30],
  ["remindAfter", "30", 30],
  ["remindAfter", "null", null],
  ["shortcut", "Control+Alt+A", "Control+Alt+A"],
  ["shortcut", "null", null],
  ["lunch", '{"from":"11:30","to":"12:30"}', { from: "11:30", to: "12:30" }],
  ["lunch", ['{"from":"11:30",', '"to":"12:30"}'], { from: "11:30", to: "12:30" }],
  ["workingDays", "[1,2,3]", [1, 2, 3]],
  ["delivery", { mail: "off" }, { mail: "off" }],
  ["batchTimes", ["16:00", "09:30"], ["09:30", "16:00"]],
])("policies - where there are no JSON types, %s: %j is understood", (key, value, expected) => {
  const entries = entriesOf({ preferences: { [key]: value } }, looseReadings);
  const managed = merge({ file: "HKLM", kind: "machine", folder: "C:\\", entries });
  expect(managed.faults).toEqual([]);
  expect(managed.layers[0]?.locked).toEqual({ [key]: expected });
});

test("policy text - the line of a key that is written twice is that of the last, which counts", () => {
  const read = readPolicyText(Buffer.from('{\n"user": "a",\n"user": "b"\n}'));
  expect(read).toEqual({ ok: true, entries: [{ key: "user", readings: ["b"], line: 3 }] });
});

test("policy text - comments, trailing commas and other JSON dialects are refused with the line", () => {
  expect(readPolicyText(Buffer.from('{\n"user": "a",\n}'))).toMatchObject({ ok: false, line: 3 });
  expect(readPolicyText(Buffer.from('{\n// no\n"user": "a"}'))).toMatchObject({ ok: false, line: 2 });
  expect(readPolicyText(Buffer.from("[]"))).toMatchObject({ ok: false });
  expect(readPolicyText(Buffer.alloc(65 * 1024, " "))).toMatchObject({ ok: false });
});

test("policy text - one that is nested as deep as it is long is read, without lines", () => {
  const deep = `{"user":${"[".repeat(30_000)}${"]".repeat(30_000)}}`;
  expect(readPolicyText(Buffer.from(deep))).toMatchObject({ ok: true, entries: [{ key: "user" }] });
});

test("policy text - whatever comes, nothing is thrown, and every line is one of the text", () => {
  const member = fc.tuple(
    fc.constantFrom("servers", "preferences", "defaults", "tls", "language", "__proto__", "x"),
    fc.json(),
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .array(member)
      .map((members) => `{${members.map(([key, value]) => `\n${JSON.stringify(key)}: ${value}`).join(",")}}`),
  );
  fc.assert(
    fc.property(text, (written) => {
      const read = readPolicyText(Buffer.from(written));
      if (!read.ok) return;
      for (const { line } of read.entries) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(written.split("\n").length);
      }
      const managed = merge({ file: "f", kind: "machine", folder: "/", entries: read.entries });
      expect(managed.layers).toHaveLength(1);
    }),
    { numRuns: times(300, 5000) },
  );
});

test("policies - a key that may be one of the connection with a typing error is recognized", () => {
  for (const written of ["sever", "serverz", "Servers", "usr"]) {
    expect(["servers", "user"].some((meant) => resembles(written, meant))).toBe(true);
  }
  for (const other of ["sound", "theme", "foo", "linkOrigin", "lunch"]) {
    expect(["servers", "user", "tls", "credentials"].some((meant) => resembles(other, meant))).toBe(false);
  }
});
