import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { policyTemplates, writePolicyTemplates } from "../../build/policy/templates/index.ts";
import { mergePolicies } from "../../main/core/policy/merge-policies.ts";
import { COMPANY_KEYS, CONNECTION_KEYS, POLICY_SCHEMAS } from "../../main/core/policy/policy.ts";
import { DEFAULT_PREFERENCES, PREFERENCE_KEYS } from "../../main/core/preferences/preferences.ts";
import { readPropertyList } from "../../main/desktop/policy/property-list.ts";
import { readRegistryPolicies } from "../../main/desktop/policy/registry-policies.ts";

const templates = policyTemplates();
const template = (name: string): string => templates[name] ?? "";

/** The root element. @throws when the text is not well formed */
function parse(text: string): Element {
  const parser = new DOMParser({
    onError(level, message) {
      throw new Error(`${level}: ${message}`);
    },
  });
  const root = parser.parseFromString(text, "text/xml").documentElement;
  if (root === null) throw new Error("no root");
  return root;
}
const all = (root: Element, name: string): Element[] => [...root.getElementsByTagName(name)];
const attribute = (element: Element, name: string): string => element.getAttribute(name) ?? "";

test("policy templates - they are written into a folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-templates-"));
  try {
    const files = await writePolicyTemplates(folder);
    expect(files).toHaveLength(Object.keys(templates).length);
    expect(await readFile(join(folder, "windows/ko-KR/alrimi.adml"), "utf8")).toContain("다시 알림");
  } finally {
    await rm(folder, { recursive: true });
  }
});

const validate = () =>
  new Ajv2020({ strict: true, strictTypes: false }).compile(
    JSON.parse(template("alrimi-policy.schema.json")),
  );

test("policy templates - the JSON Schema has every key of the app's schema, and no other", () => {
  const schema = JSON.parse(template("alrimi-policy.schema.json"));
  expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(POLICY_SCHEMAS).sort());
  for (const part of ["preferences", "defaults"]) {
    const { properties, additionalProperties } = schema.properties[part];
    expect(Object.keys(properties)).toEqual(PREFERENCE_KEYS);
    expect(additionalProperties).toBe(false);
    for (const key of PREFERENCE_KEYS) expect(properties[key].default).toEqual(DEFAULT_PREFERENCES[key]);
  }
});

test("policy templates - the JSON Schema accepts and refuses as the app does", () => {
  const isValid = validate();
  const servers = ["tls://a.example.com:4222"];
  expect(isValid({ servers, preferences: DEFAULT_PREFERENCES, defaults: DEFAULT_PREFERENCES })).toBe(true);
  expect(isValid({ servers, credentials: { credsFile: "a" }, tls: { caFile: "b" }, language: "ko" })).toBe(
    true,
  );
  for (const bad of [
    { sever: [] },
    { servers: "tls://a" },
    { servers: [] },
    { language: "fr" },
    { credentials: { username: "a" } },
    { tls: { rejectUnauthorized: false } },
    { defaults: { sound: "yes" } },
    { preferences: { remindAfter: 1 } },
    { preferences: { lunch: { from: "9:00", to: "10:00" } } },
    { preferences: { sond: true } },
    { preferences: { workingDays: [8] } },
  ]) {
    expect(isValid(bad), JSON.stringify(bad)).toBe(false);
  }
});

const ADMX = parse(template("windows/alrimi.admx"));
const policies = all(ADMX, "policy").map((policy) => ({
  id: attribute(policy, "name"),
  key: attribute(policy, "key"),
  element: policy,
}));
/** The element that holds the value; undefined for a switch. */
const inputOf = (policy: Element): Element | undefined =>
  ["enum", "text", "multiText"]
    .flatMap((name) => all(policy, name))
    .find((each) => attribute(each, "id") !== "");
const valueNameOf = (policy: Element): string =>
  attribute(policy, "valueName") || attribute(inputOf(policy) as Element, "valueName");

test("policy templates - group policy has each key of the connection, and each preference as lock and default", () => {
  const written = policies.map(({ key, element }) => `${key}\\${valueNameOf(element)}`).sort();
  const key = "Software\\Policies\\Alrimi";
  expect(written).toEqual(
    [
      ...[...CONNECTION_KEYS, ...COMPANY_KEYS].map((name) => `${key}\\${name}`),
      ...PREFERENCE_KEYS.flatMap((name) => [`${key}\\Preferences\\${name}`, `${key}\\Defaults\\${name}`]),
    ].sort(),
  );
});

test("policy templates - ids hold letters, digits and _ only, and are there once", () => {
  const ids = [ADMX, parse(template("windows/ko-KR/alrimi.adml"))].flatMap((root) =>
    ["policy", "category", "definition"].flatMap((name) =>
      all(root, name).map((each) => attribute(each, "name")),
    ),
  );
  const strings = all(parse(template("windows/ko-KR/alrimi.adml")), "stringTable").flatMap((table) =>
    all(table, "string").map((each) => attribute(each, "id")),
  );
  for (const list of [ids, strings]) {
    expect(list.length).toBeGreaterThan(30);
    expect(list.filter((id) => !/^[A-Za-z0-9_]+$/.test(id))).toEqual([]);
    expect(new Set(list).size).toBe(list.length);
  }
});

test.each(["ko-KR", "en-US"])(
  "policy templates - every text that group policy names is there in %s",
  (language) => {
    const adml = parse(template(`windows/${language}/alrimi.adml`));
    const strings = new Map(
      all(adml, "stringTable").flatMap((table) =>
        all(table, "string").map((each) => [attribute(each, "id"), each.textContent] as const),
      ),
    );
    const presentations = new Map(all(adml, "presentation").map((each) => [attribute(each, "id"), each]));
    const named = (kind: string) =>
      [...template("windows/alrimi.admx").matchAll(new RegExp(`\\$\\(${kind}\\.(\\w+)\\)`, "g"))].map(
        ([, id]) => id ?? "",
      );
    expect([...new Set(named("string"))].sort()).toEqual([...strings.keys()].sort());
    expect([...strings.values()].filter((text) => (text ?? "").trim() === "")).toEqual([]);
    expect(named("presentation").sort()).toEqual([...presentations.keys()].sort());
    for (const { id, element } of policies) {
      const input = inputOf(element);
      if (input === undefined) continue;
      const [control] = ["dropdownList", "textBox", "multiTextBox"].flatMap((name) =>
        all(presentations.get(id) as Element, name),
      );
      expect(attribute(control as Element, "refId")).toBe(attribute(input, "id"));
    }
  },
);

/** What Group Policy writes into the registry when an administrator enters this value. */
function entered(policy: Element, value: unknown): unknown {
  const input = inputOf(policy);
  if (input === undefined) {
    const [state] = all(policy, value === true ? "enabledValue" : "disabledValue");
    return Number(attribute(all(state as Element, "decimal")[0] as Element, "value")); // REG_DWORD
  }
  if (input.tagName === "multiText") return value; // REG_MULTI_SZ
  if (input.tagName === "enum") {
    const values = all(input, "string").map((each) => each.textContent);
    expect(values).toContain(value);
    return value; // REG_SZ
  }
  return typeof value === "string" ? value : JSON.stringify(value); // REG_SZ
}

test("policy templates - what group policy writes is what the app reads, for every preference", () => {
  const examples = {
    ...DEFAULT_PREFERENCES,
    sound: false,
    theme: "dark",
    shortcut: "Control+Alt+A",
    quietHours: { from: "22:00", to: "07:00" },
    delivery: { mail: "off", "hr-leave": "batched" },
    batchTimes: ["10:00", "15:00"],
  };
  for (const preferences of [DEFAULT_PREFERENCES, examples]) {
    const keys: Record<string, Record<string, unknown>> = {};
    for (const { key, element } of policies) {
      if (key === "Software\\Policies\\Alrimi") continue;
      const name = valueNameOf(element);
      keys[key] = { ...keys[key], [name]: entered(element, preferences[name as keyof typeof preferences]) };
    }
    const written = readRegistryPolicies(
      { values: (root, key) => (root === "HKLM" ? keys[key] : undefined) },
      "C:\\ProgramData\\Alrimi",
    );
    const managed = mergePolicies(written, { loginName: "hong.gd", env: {} });
    expect(managed).toMatchObject({ faults: [], layers: [{ locked: preferences, defaults: preferences }] });
  }
});

test("policy templates - the macOS profile has every preference as a default, which the app reads", () => {
  const text = template("macos/alrimi.mobileconfig");
  parse(text);
  const outer = readPropertyList(Buffer.from(text));
  expect(outer).toEqual({ ok: true, entries: [] }); // the profile itself is of the device management
  const [array] = all(parse(text), "array");
  const payload = array?.getElementsByTagName("dict")[0];
  // As the device management places it: the payload's own content alone.
  const read = readPropertyList(Buffer.from(`<plist version="1.0">${payload}</plist>`));
  if (!read.ok) throw new Error(read.detail);
  const source = { file: "com.alrimi.app.plist", kind: "machine", folder: "/" } as const;
  const managed = mergePolicies([{ ...source, entries: read.entries }], { loginName: "hong.gd", env: {} });
  expect(managed).toMatchObject({
    faults: [],
    connection: { kind: "none" },
    layers: [{ locked: {}, defaults: DEFAULT_PREFERENCES }],
  });
  expect(new Set(text.match(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g)).size).toBe(2);
});
