import { expect, test } from "vitest";
import { LANGUAGES } from "../../main/contract/catalog.ts";
import type { HistoryItem, HistoryRow } from "../../main/view/settings/fields.ts";
import { inSeoul } from "../core/attention/seoul.ts";
import { now } from "../renderer/situations.ts";
import { type Changes, EVERY_DECISION, historyOf, viewOf } from "./settings-inputs.ts";

function historyIn(changes: Changes = {}): HistoryItem {
  const [item] = viewOf("history", changes).sections[0]?.items ?? [];
  if (item?.kind !== "history") throw new Error("no history");
  return item;
}

const rowsOf = (changes: Changes = {}): HistoryRow[] =>
  historyIn(changes).days.flatMap(({ rows }) => [...rows]);

test("history - every kind of decision, occasion and reason has words of its own in both languages", () => {
  for (const language of LANGUAGES) {
    const rows = rowsOf({ language });
    expect(rows).toHaveLength(EVERY_DECISION.length);
    expect(new Set(rows.map(({ text, why }) => `${text} ${why}`)).size).toBe(rows.length);
    for (const { text, why } of rows) expect(`${text} ${why}`).not.toMatch(/undefined|NaN/);
  }
});

test("history - says what was told and why in plain Korean", () => {
  const rows = rowsOf();
  expect(rows[0]).toMatchObject({
    kind: "told",
    text: "휴가·출장 3건을 알렸습니다",
    why: "새로 1건이 왔습니다.",
    ago: "방금",
  });
  expect(rows[0]?.time).toMatch(/^\d\d:\d\d$/);
  expect(rows[1]?.text).toBe("휴가·출장 3건, 법인카드 2건을 한 번에 알렸습니다");
  expect(rows.find(({ text }) => text.includes("기한"))?.why).toMatch(
    /기한\(.+\)까지 하루가 남지 않았습니다/,
  );
});

test("history - English counts one and many", () => {
  expect(rowsOf({ language: "en" })[0]).toMatchObject({
    text: "Notified: Leave & travel, 3",
    why: "1 new approval arrived.",
  });
});

test("history - a notice that put several kinds together names them with their numbers", () => {
  const rows = [{ service: "finance-card", count: 3, toldCount: 1 }];
  const parts = [
    { part: "deadline", count: 1 },
    { part: "reminder", count: 4 },
    { part: "news", count: 2 },
  ] as const;
  const history = historyOf([{ kind: "digest", occasion: "together", isUrgent: true, rows, parts }]);
  expect(rowsOf({ history })[0]?.why).toBe("기한 1건, 다시 알림 4건, 새 결재 2건을 한 번에 알렸습니다.");
  expect(rowsOf({ history, language: "en" })[0]?.why).toBe("Combined: 1 with a deadline, 4 reminded, 2 new.");
});

test("history - a deadline and a reminder that were held back have their lines", () => {
  const silent = { kind: "silent", service: "finance-card", reason: "paused" } as const;
  const history = historyOf([
    { ...silent, held: "deadline" },
    { ...silent, held: "reminder" },
  ]);
  expect(rowsOf({ history }).map(({ text }) => text)).toEqual([
    "법인카드: 기한을 알리지 않음",
    "법인카드: 다시 알리지 않음",
  ]);
});

test("history - a silence in the quiet hours of now names them, another does not", () => {
  const at = inSeoul(2026, 10, 22, 23, 30);
  const history = [
    { at, decision: { kind: "silent", service: "finance-card", reason: "quiet-hours" } },
  ] as const;
  const why = (quietHours: { from: string; to: string } | null) =>
    rowsOf({ history, now: at, preferences: { quietHours } })[0]?.why;
  expect(why({ from: "22:00", to: "07:00" })).toBe("방해 금지 시간(22:00–07:00)이라 모아 두었습니다.");
  expect(why({ from: "01:00", to: "07:00" })).toBe("방해 금지 시간이라 모아 두었습니다.");
  expect(why(null)).toBe("방해 금지 시간이라 모아 두었습니다.");
});

test("history - one service's decisions are those that were about it, digests among them", () => {
  const { filter, days } = historyIn({ historyOf: "finance-card" });
  expect(filter.value).toBe("finance-card");
  expect(filter.options[0]).toEqual({ value: null, label: "모든 서비스" });
  const texts = days.flatMap(({ rows }) => rows.map(({ text }) => text));
  expect(texts.length).toBeGreaterThan(10);
  expect(texts.every((text) => text.includes("법인카드"))).toBe(true);
});

test("history - a service that is gone can still be asked for", () => {
  const history = historyOf([{ kind: "silent", service: "old-one", reason: "muted" }]);
  expect(historyIn({ history }).filter.options.map(({ label }) => label)).toContain("old-one");
  const { filter, empty } = historyIn({ historyOf: "older-one" });
  expect(filter.options.map(({ value }) => value)).toContain("older-one");
  expect(empty?.text).toBe("이 서비스의 기록이 없습니다");
});

test("history - its days and times are those of the calendar, not of the machine", () => {
  const at = inSeoul(2026, 10, 21, 0, 5, 7);
  const [day] = historyIn({
    language: "en",
    history: [{ at, decision: { kind: "hint" } }],
    now: at + 7 * 86_400_000,
  }).days;
  expect(day?.day).toBe("Saturday, November 21");
  expect(day?.rows[0]?.time).toBe("00:05");
  expect(day?.rows[0]?.moment).toMatch(/^Saturday, November 21, 2026 at 12:05:07.AM$/);
});

test("history - lies under its days, newest first", () => {
  const day = 24 * 60 * 60_000;
  const decision = { kind: "hint" } as const;
  const history = [now, now - day, now - 3 * day].map((at) => ({ at, decision }));
  const names = historyIn({ history }).days.map(({ day: name }) => name);
  expect(names.slice(0, 2)).toEqual(["오늘", "어제"]);
  expect(names[2]).toMatch(/^11월 \d+일 .요일$/);
});

test("history - an empty one says what will stand there", () => {
  expect(historyIn({ history: [] }).empty).toEqual({
    text: "아직 기록이 없습니다",
    hint: "새 결재가 오면 알렸는지, 알리지 않았다면 왜인지 여기에 남습니다.",
  });
});

test("history - another version is told of with its particle, a step back as one, and belongs to no service", () => {
  const rows = rowsOf().slice(-2);
  expect(rows.map(({ kind, text }) => [kind, text])).toEqual([
    ["updated", "0.1.0에서 0.2.0으로 업데이트되었습니다"],
    ["updated", "0.2.0에서 0.1.1로 되돌아갔습니다"],
  ]);
  expect(rowsOf({ historyOf: "hr-leave" }).map(({ kind }) => kind)).not.toContain("updated");
});
