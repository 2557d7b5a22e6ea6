import { expect, test } from "vitest";
import type { Connection } from "../../main/core/connection.ts";
import { trayView } from "../../main/view/tray.ts";
import { now, situation } from "./situation.ts";

test("tray - the tooltip has the total, a line a waiting service, and as of when", () => {
  expect(trayView(situation({}, { count: 3 }, { service: "mail", count: 0 }), now).tooltip).toBe(
    "알림이 — 결재 대기 3건\n14:05 기준\n휴가·출장 3",
  );
});

test("tray - large counts have separators, in the total, the tooltip's lines and the menu alike", () => {
  const { tooltip, menu } = trayView(situation({}, { count: 12_345 }), now);
  expect(tooltip).toBe("알림이 — 결재 대기 12,345건\n14:05 기준\n휴가·출장 12,345");
  expect(menu.flatMap((item) => ("label" in item ? [item.label] : []))).toContain("휴가·출장  12,345");
});

test("tray - in English one approval is not approvals", () => {
  const english = (count: number): string => trayView(situation({ language: "en" }, { count }), now).tooltip;
  expect(english(1)).toContain("1 approval waiting");
  expect(english(2000)).toContain("2,000 approvals waiting");
});

test.each([
  [0, "0"],
  [1, "1"],
  [9, "9"],
  [10, "10"],
  [99, "99"],
  [100, "99plus"],
  [1_000_000, "99plus"],
] as const)("tray - a total of %i has the badge %s", (count, badge) => {
  expect(trayView(situation({}, { count }), now).badge).toBe(badge);
});

test("tray - not knowing wins over a pause, and a zero that is not of now is not called nothing", () => {
  const connection: Connection = { kind: "stale", lastContact: now, cause: "unreachable" };
  const view = trayView(situation({ connection, pausedUntil: now + 1 }, { count: 0 }), now);
  expect(view).toMatchObject({ mode: "stale", badge: "unknown" });
  expect(view.tooltip).toBe("알림이 — 현재 건수를 알 수 없음\n연결 끊김 · 14:05 기준\n14:05까지 알림 꺼짐");
});

test("tray - a service whose link may not open is a row that cannot be clicked", () => {
  const rows = trayView(situation(), now).menu.filter(
    (item) => item.kind !== "separator" && item.label.startsWith("메일"),
  );
  expect(rows).toEqual([{ kind: "text", label: "메일  –" }]);
});

test("tray - what only the person can mend has its way in the menu", () => {
  const accountIn = (connection: Connection) =>
    trayView(situation({ connection }), now).menu.filter(
      (item) => item.kind === "command" && item.command.kind === "open-account",
    );
  expect(accountIn({ kind: "refused", cause: "credentials", lastContact: null })).toHaveLength(1);
  expect(
    accountIn({ kind: "misconfigured", problem: { key: "not-set-up", args: [] }, lastContact: null }),
  ).toHaveLength(1);
  expect(accountIn({ kind: "stale", cause: "unreachable", lastContact: null })).toEqual([]);
});

test("tray - while all is fresh, time alone changes nothing in the menu, which would close under the pointer", () => {
  const menuAt = (time: number) => {
    const connection = { kind: "fresh", since: now, lastContact: time } as const;
    return trayView(situation({ connection }, { count: 3 }), time).menu;
  };
  expect(menuAt(now + 60_000)).toEqual(menuAt(now));
});

test("tray - of very many services the menu has those that wait", () => {
  const many = Array.from({ length: 200 }, (_, index) => ({
    id: `s${index}`,
    name: { ko: `서비스${index}` },
  }));
  const view = trayView(situation({ catalog: many }, { service: "s7", count: 1 }), now);
  expect(view.menu.filter((item) => item.kind === "text" && item.label.startsWith("서비스"))).toHaveLength(1);
});

test.each([
  ["ko", "newer", "새 버전 0.2.0이 설치되었습니다 · 다시 시작"],
  ["ko", "older", "이전 버전 0.2.0이 설치되었습니다 · 다시 시작"],
  ["ko", "same", "알림이가 다시 설치되었습니다 · 다시 시작"],
  ["en", "newer", "The new version 0.2.0 is installed · Restart"],
] as const)("tray - in %s an installation that is %s is a row to restart", (language, kind, label) => {
  const { menu } = trayView(situation({ language, update: { version: "0.2.0", kind } }), now);
  expect(menu).toContainEqual({ kind: "command", label, command: { kind: "restart" } });
});
