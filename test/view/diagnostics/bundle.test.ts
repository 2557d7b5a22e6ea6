import { expect, test } from "vitest";
import { bundleName, bundleOf, bundleText } from "../../../main/view/diagnostics/bundle.ts";
import type { Gathered } from "../../../main/view/diagnostics/gathered.ts";
import {
  CREDS,
  FORMS,
  JWT,
  KEY,
  KEY_LINES,
  PASSWORD,
  SEED,
  tracesOf,
} from "../../core/diagnostics/planted.ts";
import { EVERY_DECISION, historyOf } from "../settings-inputs.ts";
import { gathered } from "./gathered.ts";

const PLANTED = { password: PASSWORD, seed: SEED, creds: CREDS, key: KEY };

/** Every text of a value, at any depth, with a text behind it. */
function withEverywhere<Value>(value: Value, behind: string): Value {
  const change = (part: unknown): unknown => {
    if (typeof part === "string") return `${part} ${behind}`;
    if (Array.isArray(part)) return [...part.map(change), behind];
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, change(inner)]));
  };
  return change(value) as Value;
}

test.each(Object.entries(FORMS))(
  "diagnostics - a secret in any gathered text is not in the file, %s",
  (_name, write) => {
    const problems: Gathered["problems"] = [
      { key: "notifications-failed", args: ["the server said"] },
      { key: "policy-refused", args: ["/etc/alrimi/policy.json", "bad"] },
    ];
    const history = historyOf(EVERY_DECISION);
    for (const secret of Object.values(PLANTED)) {
      const { now, by, ...rest } = gathered({ problems, history });
      const planted = { ...withEverywhere(rest, write(secret)), now, by };
      const text = bundleText({
        ...planted,
        problems: problems.map(
          (problem) => ({ ...problem, args: problem.args.map((arg) => arg + write(secret)) }) as never,
        ),
        history,
        secrets: { values: Object.values(PLANTED), areComplete: true },
      });
      expect(text).toContain("[removed]");
      for (const part of [PASSWORD, SEED, JWT, ...KEY_LINES]) expect(tracesOf(part, text)).toEqual([]);
    }
  },
);

test("diagnostics - values that no field names are left out", () => {
  const text = bundleText({
    ...gathered(),
    app: { ...gathered().app, hostname: "pc-of-hong" } as never,
    settings: {
      ...gathered().settings,
      effective: { ...gathered().settings.effective, credentials: { username: "hong-login" } } as never,
    },
    preferences: { ...gathered().preferences, chosen: { note: "note-of-hong" } } as never,
    environment: "environment-of-hong",
  } as never);
  expect(text).not.toMatch(/pc-of-hong|hong-login|note-of-hong|environment-of-hong|build-7/);
});

test("diagnostics - decisions have services and reasons, and no counts, names or deadlines", () => {
  const history = historyOf(EVERY_DECISION);
  const { decisions } = bundleOf(gathered({ history }));
  expect(decisions).toHaveLength(history.length);
  expect(decisions[0]).toEqual({
    at: expect.any(String),
    kind: "notice",
    services: ["hr-leave"],
    reason: null,
  });
  for (const decision of decisions) {
    expect(Object.keys(decision)).toEqual(["at", "kind", "services", "reason"]);
  }
  const silent = { kind: "silent", services: ["finance-card"], reason: "seen" };
  const updated = { kind: "updated", services: [], reason: "0.2.0 to 0.1.1" };
  for (const each of [silent, updated]) expect(decisions).toContainEqual(expect.objectContaining(each));
});

test("diagnostics - the log loses counts, quoted events and the times of the screen's lock, and nothing else", () => {
  const at = "2026-11-27T08:00:00.000Z";
  const { log } = bundleOf(
    gathered({
      log: [
        `${at} info told: {"kind":"notice","service":"mail","count":41,"toldCount":38,"dueAt":1795000000000}`,
        `${at} warn event refused: bad-count: mail: "count" must be a whole number from 0 to 1000000, not "41 letters"`,
        `${at} info presence: {"isLocked":true,"isPresenting":false}`,
        `${at} info broker: connected to tls://broker-1.example.com:4222`,
        "",
      ].join("\n"),
    }),
  );
  expect(log).toEqual([
    `${at} info told: {"kind":"notice","service":"mail","count":null,"toldCount":null,"dueAt":null}`,
    `${at} warn event refused: bad-count: mail`,
    `${at} info broker: connected to tls://broker-1.example.com:4222`,
  ]);
});

test("diagnostics - a key over several lines of the log is removed", () => {
  const { log } = bundleOf(gathered({ log: `one\n${KEY}two\n` }));
  expect(JSON.stringify(log)).not.toContain(KEY_LINES[1]);
  expect(log).toEqual(["one", "[removed]", "two"]);
});

test("diagnostics - without the stored secret the log is left out, and the states of the connection stay", () => {
  const bundle = bundleOf(gathered({ secrets: { values: [], areComplete: false } }));
  expect(bundle.log).toContain("Left out");
  expect(bundle.connection.history).toEqual([{ at: "2026-11-27T08:00:00.000Z", state: "fresh" }]);
});

test("diagnostics - each value in effect names the file that it comes from", () => {
  const { values, preferences } = bundleOf(gathered()).settings;
  const from = (key: string) => preferences.find((each) => each.key === key);
  expect(from("remindAfter")).toEqual({ key: "remindAfter", value: 60, from: "/etc/alrimi/policy.json" });
  expect(from("sound")?.from).toBe("/home/hong/.config/alrimi/preferences.json");
  expect(from("lunch")?.from).toBe("default");
  expect(from("theme")?.from).toBe("/etc/alrimi/policy.d/20-look.json:3");
  expect(values?.servers.from).toBe("/etc/alrimi/policy.json:2");
  expect(values?.tls.from).toBe("/etc/alrimi/policy.d/10-tls.json:2");
  expect(values?.fleet).toEqual({ value: true, from: "HKLM\\Software\\Policies\\Alrimi" });
  expect(values?.linkOrigins.from).toBe("default");
  expect(values?.updates).toEqual({ value: null, from: "default" });
  expect(values?.user).toEqual({ value: "hong.gd", from: "login name" });
  expect(values?.signIn).toEqual({ value: "creds-file", from: "/etc/alrimi/hong.gd.creds" });
});

test("diagnostics - what the OS blocks is among the problems, once, with advice", () => {
  const nothing = { blocker: null, server: null, isStartable: false, isInhibited: null };
  const keysOf = (changes: Partial<Gathered>) => bundleOf(gathered(changes)).problems.map(({ key }) => key);
  expect(keysOf({})).toEqual([]);
  expect(
    keysOf({ notifications: nothing, tray: { hasHost: false, statusNotifier: false, xEmbed: false } }),
  ).toEqual(["no-tray", "no-notification-server"]);
  expect(keysOf({ problems: [{ key: "no-notification-server", args: [] }], notifications: nothing })).toEqual(
    ["no-notification-server"],
  );
  expect(keysOf({ notifications: { ...gathered().notifications, isInhibited: true } })).toEqual([
    "do-not-disturb",
  ]);
  const off = bundleOf(
    gathered({ notifications: { blocker: "app", server: null, isStartable: null, isInhibited: null } }),
  );
  expect(off.problems).toEqual([
    { key: "notifications-off", text: expect.stringContaining("Switch them on in the system's settings") },
  ]);
});

test("diagnostics - the name says when, and a build's facts are its three", () => {
  expect(bundleName(Date.UTC(2026, 10, 27, 9, 0, 0))).toBe("alrimi-diagnostics-20261127-090000.json");
  expect(bundleOf(gathered()).app.build).toEqual({
    version: "1.0.0",
    electron: "45.4.1",
    runtime: "official",
  });
  expect(bundleOf(gathered({ app: { ...gathered().app, build: "damaged" } })).app.build).toBeNull();
});
