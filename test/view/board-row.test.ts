import { expect, test } from "vitest";
import { DEFAULT_PREFERENCES } from "../../main/core/preferences/preferences.ts";
import type { Problem } from "../../main/core/problem.ts";
import { boardView, withFixed } from "../../main/view/board.ts";
import type { BoardRow } from "../../main/view/board-row.ts";
import type { Situation } from "../../main/view/situation.ts";
import { eventOf } from "../contract/events.ts";
import { now, situationOf } from "./situation.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function row(changes: Partial<Situation> = {}, event: Parameters<typeof eventOf>[0] = {}): BoardRow {
  const { rows } = boardView(
    situationOf({
      catalog: [{ id: "hr-leave", name: { ko: "휴가·출장" }, url: "https://hr.example.com/" }],
      ledger: new Map([["hr-leave", eventOf(event)]]),
      ...changes,
    }),
    now,
  );
  const [only] = rows;
  if (only === undefined) throw new Error("no row");
  return only;
}

const muted = { preferences: { ...DEFAULT_PREFERENCES, delivery: { "hr-leave": "off" } } } as const;
/** At 14:05: half an hour, one, three, 17:00, the next morning; a date and time in the settings. */
const SNOOZE = [...Array.from({ length: 5 }, () => "snooze" as const), "ask-until"] as const;
const DELIVER = Array.from({ length: 4 }, () => "deliver" as const);
const commandsOf = ({ menu }: BoardRow): string[] => menu.items.map(({ command }) => command.kind);

test.each([
  [3 * HOUR, "17:05까지", "far"],
  [2 * HOUR, "16:05까지", "soon"],
  [1, "1분 남음", "soon"],
  [0, "기한 지남 14:05", "overdue"],
  [-5 * MINUTE, "기한 지남 14:00", "overdue"],
] as const)("board row - a deadline in %i ms is called %s", (left, text, urgency) => {
  expect(row({}, { count: 1, dueAt: now + left }).due).toEqual({ text, urgency });
});

test("board row - where nothing waits no deadline is shown", () => {
  expect(row({}, { count: 0, dueAt: now - 1 }).due).toBeUndefined();
});

test("board row - a service that is put off says until when, and one that is muted that it is", () => {
  expect(row().silence).toBeUndefined();
  const snoozed = new Map([["hr-leave", now + HOUR]]);
  expect(row({ snoozed }).silence).toEqual({ kind: "snoozed", text: "15:05까지 미룸" });
  expect(row({ snoozed, ...muted }).silence?.kind).toBe("muted");
  expect(row({ snoozed: new Map([["hr-leave", now]]) }).silence).toBeUndefined();
});

test("board row - the menu offers what makes sense in its state", () => {
  expect(commandsOf(row())).toEqual(["open-service", ...SNOOZE, ...DELIVER]);
  expect(commandsOf(row({ snoozed: new Map([["hr-leave", now + 1]]) }))).toEqual([
    "open-service",
    "end-snooze",
    ...SNOOZE,
    ...DELIVER,
  ]);
  expect(commandsOf(row(muted))).toEqual(["open-service", ...DELIVER]);
  expect(commandsOf(row({ catalog: [] }))).not.toContain("open-service");
});

test("board row - where a policy fixes how services are told, that is locked with the reason, and nothing else is", () => {
  const locksOf = (preferences: Situation["preferences"], fixed: Parameters<typeof withFixed>[1]) => {
    const catalog = [{ id: "hr-leave", name: { ko: "휴가·출장" }, url: "https://hr.example.com/" }];
    const board = withFixed(boardView(situationOf({ catalog, preferences }), now), fixed);
    return board.rows.flatMap(({ menu }) => menu.items.map(({ command, locked }) => [command.kind, locked]));
  };
  const reason = "조직 정책으로 고정됨 — 관리자만 바꿀 수 있습니다";
  expect(locksOf(DEFAULT_PREFERENCES, { delivery: {} })).toEqual([
    ["open-service", undefined],
    ...SNOOZE.map((kind) => [kind, undefined]),
    ...DELIVER.map((kind) => [kind, reason]),
  ]);
  expect(locksOf(muted.preferences, { delivery: { "hr-leave": "off" } })).toEqual([
    ["open-service", undefined],
    ...DELIVER.map((kind) => [kind, reason]),
  ]);
  expect(locksOf(DEFAULT_PREFERENCES, { quietHours: null }).flat()).not.toContain(reason);
});

test("board - a pause can be chosen, and while there is one only be ended", () => {
  const kinds = (pausedUntil: number | null): unknown[] => {
    const situation = situationOf({ pausedUntil });
    return boardView(situation, now).header.pause.items.map(({ command }) => command);
  };
  expect(kinds(null)).toEqual([
    { kind: "pause", choice: "hour" },
    { kind: "pause", choice: "evening" },
    { kind: "pause", choice: "tomorrow" },
  ]);
  expect(kinds(now + 1)).toEqual([{ kind: "resume" }]);
});

test("board - whoever is refused, or has no settings, is offered the connection dialog; nobody else is", () => {
  const account = (connection: Situation["connection"]) =>
    boardView(situationOf({ connection }), now).status.account;
  expect(account({ kind: "refused", cause: "credentials", lastContact: null })).toBe("연결 설정 열기");
  const problem: Problem = { key: "policy-missing", args: ["x"] };
  expect(account({ kind: "misconfigured", problem, lastContact: null })).toBe("연결 설정 열기");
  expect(account({ kind: "stale", cause: "unreachable", lastContact: null })).toBeUndefined();
});

test("board row - a count that its sender cannot make sure of has the time of its last confirmation", () => {
  const unsure = { unsure: new Set(["hr-leave"]) };
  expect(row(unsure, { count: 3, occurredAt: now - 3 * HOUR, unsureSince: now - HOUR })).toMatchObject({
    digits: "3",
    doubt: "미확인",
    changed: "13:05 기준",
  });
});
