import { expect, test } from "vitest";
import { formatEvent } from "../../main/contract/event.ts";
import { approvalsSubject } from "../../main/contract/subject.ts";
import { initialConnection } from "../../main/core/connection.ts";
import { fromSaved, type Remembered, toSaved } from "../../main/core/knowledge/saved.ts";
import { mergePolicies } from "../../main/core/policy/merge-policies.ts";
import { type Policy, parsePolicy } from "../../main/core/policy/policy.ts";
import { readPolicyText } from "../../main/core/policy/policy-text.ts";
import { DEFAULT_PREFERENCES } from "../../main/core/preferences/preferences.ts";
import { boardView } from "../../main/view/board.ts";
import { trayView } from "../../main/view/tray.ts";
import { eventOf } from "../contract/events.ts";
import { seoul } from "../core/attention/seoul.ts";
import { run, showBytes } from "./campaign.ts";
import { contracted } from "./event-contract.ts";
import { MEAN_VALUES } from "./mean-values.ts";
import { type Members, mutateBytes, mutateMembers, textOf } from "./mutate.ts";

/** What the app reads from the disk: the policy, and its own state of yesterday, which anything may have happened to. */

const POLICY: Members = [
  ["servers", '["nats://127.0.0.1:4222","tls://b.example.com"]'],
  ["user", '"hong.gd"'],
  ["credentials", '{"username":"hong.gd","password":"secret"}'],
  ["tls", '{"caFile":"/ca.pem","certFile":"/me.pem","keyFile":"/me.key"}'],
  ["linkOrigins", '["http://127.0.0.1:8080"]'],
  ["language", '"ko"'],
  ["preferences", '{"remindAfter":60,"quietHours":{"from":"22:00","to":"07:00"},"delivery":{"mail":"off"}}'],
];

const POLICY_VALUES: readonly string[] = [
  ...MEAN_VALUES,
  ...[
    '["nats://u:p@x"]',
    '["http://x"]',
    '["tls://x",5]',
    '["nats://"]',
    '["nats://x\\n"]',
    '"nats://x"',
    '["nats:x"]',
  ],
  ...[
    '{"credsFile":"/a"}',
    '{"nkeyFile":"/a","credsFile":"/b"}',
    '{"nkeyFile":""}',
    '{"username":"x"}',
    '{"caFile":5}',
  ],
  ...[
    '["https://x"]',
    '["http://x/path"]',
    '["javascript:1"]',
    '["http://u@x"]',
    '["null"]',
    '"fr"',
    '{"keyFile":"/a"}',
  ],
  ...[
    '{"remindAfter":1}',
    '{"sond":true}',
    '{"workingHours":{"from":"18:00","to":"09:00"}}',
    '{"shortcut":"A"}',
    '{"delivery":{"":"off"}}',
    '{"__proto__":{"sound":false}}',
  ],
  `[${Array.from({ length: 33 }, () => '"nats://x"').join(",")}]`,
];

const KEYS = ["servers", "user", "credentials", "tls", "linkOrigins", "language", "preferences", "defaults"];

test("fuzz - a policy that is accepted says nothing but what a policy may say", () => {
  const accepted = run<Uint8Array>({
    title: "policies",
    share: 0.25,
    generate: (chance) => {
      const members = mutateMembers(
        chance,
        POLICY.filter(([key]) => key === "servers" || chance.oneIn(2)),
        POLICY_VALUES,
      );
      return mutateBytes(chance, Buffer.from(textOf(chance, members)));
    },
    check: (bytes) => {
      const parsed = parsePolicy(bytes);
      if (!parsed.ok) {
        if (parsed.detail.includes("secret")) throw new Error("the refusal repeats a secret");
        mustKeepTheSecret(bytes);
        return false;
      }
      mustBePolicy(parsed.value);
      return true;
    },
    show: showBytes,
  });
  expect(accepted).toBeGreaterThan(0.05);
});

/** In the administrators' places a policy with faults is read in parts. */
function mustKeepTheSecret(bytes: Uint8Array): void {
  const read = readPolicyText(bytes);
  const source = { file: "policy.json", kind: "machine", folder: "/etc" } as const;
  const entries = read.ok ? read.entries : [];
  const managed = mergePolicies([{ ...source, entries }], { loginName: "hong.gd", env: {} });
  const { faults, connection } = managed;
  const told = [faults, read.ok ? "" : read.detail, connection.kind === "refused" ? connection.problem : ""];
  if (JSON.stringify(told).includes("secret")) throw new Error(`a fault repeats a secret`);
  if (connection.kind === "given") {
    mustBePolicy({ ...connection.account, linkOrigins: [], preferences: managed.layers[0]?.locked ?? {} });
  }
}

function mustBePolicy(policy: Policy): void {
  const unknown = Object.keys(policy).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown}`);
  const { servers, credentials, tls, linkOrigins, language, preferences } = policy;
  const { remindAfter, workingHours, delivery } = { ...DEFAULT_PREFERENCES, ...preferences };
  if (Object.keys(preferences).some((key) => !Object.hasOwn(DEFAULT_PREFERENCES, key)))
    throw new Error(JSON.stringify(preferences));
  if (remindAfter !== null && !(remindAfter >= 5 && remindAfter <= 10_080)) throw new Error(`${remindAfter}`);
  if (!(workingHours.from < workingHours.to)) throw new Error(JSON.stringify(workingHours));
  if (Object.hasOwn(delivery, "")) throw new Error("a service without a name");
  if (servers.length < 1 || servers.length > 32) throw new Error(`${servers.length} servers`);
  for (const server of servers) if (!/^(nats|tls):\/\/[^@\s]+$/i.test(server)) throw new Error(server);
  for (const origin of linkOrigins) if (!/^https?:\/\/[^/?#@\s]+$/.test(origin)) throw new Error(origin);
  if (language !== undefined && !["ko", "en"].includes(language)) throw new Error(language);
  const secrets = Object.keys(credentials ?? { nkeyFile: "" })
    .sort()
    .join();
  if (!["password,username", "credsFile", "nkeyFile"].includes(secrets)) throw new Error(secrets);
  if (tls !== undefined && (tls.certFile === undefined) !== (tls.keyFile === undefined))
    throw new Error("half a pair");
}

const yesterday: Remembered = {
  catalog: [{ id: "hr-leave", name: { ko: "휴가·출장" }, url: "https://hr.example.com/" }],
  catalogRevision: 12,
  ledger: new Map(
    [eventOf({ sequence: 2n ** 60n, epoch: 2 }), eventOf({ service: "mail", dueAt: 1_800_000_000_000 })].map(
      (event) => [event.service, event],
    ),
  ),
  attention: {
    told: new Map([["hr-leave", { count: 3, at: 1_794_000_000_000 }]]),
    deadlines: new Map([["mail", { dueAt: 1_800_000_000_000, stage: "hours" }]]),
    snoozed: new Map([["mail", { until: 1_795_000_000_000, length: 3_600_000 }]]),
    pause: { until: 1_795_000_000_000, length: 3_600_000 },
    batchedAt: 7,
    covered: new Set(["mail"]),
    digestDays: { morning: "2026-11-22", leaving: null },
  },
  history: [{ at: 1_794_000_000_000, decision: { kind: "hint" } }],
  retired: new Set(["old"]),
  lastContact: 1_794_000_000_000,
  week: null,
  savedBy: "0.1.0",
  unknown: {},
};

const SAVED_VALUES: readonly string[] = [
  ...MEAN_VALUES,
  ...[
    "8640000000000001",
    "1e300",
    "-1e300",
    "-62167219200001",
    '[["mail",1e308]]',
    '[["mail","{}"]]',
    '[["",""]]',
  ],
  ...['[["mail","{\\"count\\":1}"]]', '"{\\"services\\":[5]}"', '["old","mail",""]', '[["__proto__",1]]'],
];

test("fuzz - a saved state that is taken up holds only good events of this user, and can be drawn", () => {
  const members: Members = Object.entries(toSaved("me", yesterday)).map(([key, value]) => [
    key,
    JSON.stringify(value),
  ]);
  const accepted = run<Uint8Array>({
    title: "saved states",
    share: 0.25,
    generate: (chance) =>
      mutateBytes(chance, Buffer.from(textOf(chance, mutateMembers(chance, members, SAVED_VALUES)))),
    check: (bytes) => {
      let loaded: unknown;
      try {
        loaded = JSON.parse(Buffer.from(bytes).toString("utf8"));
      } catch {
        return false; // put aside by whoever opens the file
      }
      const saved = fromSaved(loaded, "me", "hong.gd");
      if (!saved.ok) return false;
      mustBeGood(saved.value);
      return true;
    },
    show: showBytes,
  });
  expect(accepted).toBeGreaterThan(0.05);
});

function mustBeGood({ catalog, ledger, attention, lastContact }: Remembered): void {
  for (const [service, event] of ledger) {
    const subject = approvalsSubject("hong.gd", service);
    if (!subject.ok || event.service !== service) throw new Error("an event of another service");
    if (contracted(subject.value, Buffer.from(formatEvent(event))) === undefined)
      throw new Error("a bad event");
  }
  for (const { count } of attention.told.values()) if (!(count >= 0)) throw new Error(`told of ${count}`);
  const situation = {
    language: "ko",
    calendar: seoul,
    linkOrigins: [],
    catalog,
    ledger,
    pausedUntil: attention.pause?.until ?? null,
    unsure: new Set<string>(),
    snoozed: new Map([...attention.snoozed].map(([service, { until }]) => [service, until])),
    preferences: DEFAULT_PREFERENCES,
    problems: [],
    week: null,
    update: null,
  } as const;
  const now = Date.UTC(2026, 10, 22, 5);
  const connection = initialConnection(lastContact);
  trayView({ ...situation, connection }, now);
  boardView({ ...situation, connection }, now);
}
