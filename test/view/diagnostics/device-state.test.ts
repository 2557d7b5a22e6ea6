import { expect, test } from "vitest";
import type { Problem } from "../../../main/core/problem.ts";
import { deviceState } from "../../../main/view/diagnostics/device-state.ts";
import type { NotificationFacts } from "../../../main/view/diagnostics/gathered.ts";

const server = { name: "dunst", vendor: "", version: "1", specification: "1.2", capabilities: [] };
const linux: NotificationFacts = { blocker: null, server, isStartable: false, isInhibited: false };
const windows: NotificationFacts = { blocker: null, server: null, isStartable: null, isInhibited: null };
const tray = { hasHost: true, statusNotifier: true, xEmbed: null };

test.each<[string, NotificationFacts, readonly Problem[]]>([
  ["shown", linux, []],
  ["shown", { ...linux, isInhibited: true }, [{ key: "do-not-disturb", args: [] }]],
  ["shown", { ...linux, server: null, isStartable: true }, []],
  ["blocked", { ...linux, server: null }, []],
  ["blocked", linux, [{ key: "notifications-failed", args: ["full"] }]],
  ["shown", windows, [{ key: "no-tray", args: [] }]],
  ["blocked", { ...windows, blocker: "company" }, []],
  ["unknown", { ...windows, blocker: "unknown" }, []],
])("device state - notifications are %s with %j %j", (notifications, facts, problems) => {
  expect(deviceState(facts, tray, problems)).toMatchObject({ notifications });
});

test("device state - the tray is there, missing or unknown", () => {
  const state = (hasHost: boolean | null, problems: readonly Problem[] = []): string =>
    deviceState(linux, { ...tray, hasHost }, problems).tray;
  expect([state(true), state(false), state(null), state(true, [{ key: "no-tray", args: [] }])]).toEqual([
    "there",
    "missing",
    "unknown",
    "missing",
  ]);
});
