import { expect, test } from "vitest";
import type { Catalog } from "../../main/contract/catalog.ts";
import type { ApprovalEvent } from "../../main/contract/event.ts";
import type { Connection } from "../../main/core/connection.ts";
import { boardView } from "../../main/view/board.ts";
import { noticeView } from "../../main/view/notice.ts";
import type { Situation } from "../../main/view/situation.ts";
import { agoText, momentText } from "../../main/view/time.ts";
import { trayView } from "../../main/view/tray.ts";
import { eventOf } from "../contract/events.ts";
import { inSeoul, seoul } from "../core/attention/seoul.ts";
import { now, situationOf } from "./situation.ts";

const reader = { language: "ko", calendar: seoul } as const;

const catalog: Catalog = [
  { id: "hr-leave", name: { ko: "휴가·출장", en: "Leave & travel" }, url: "https://hr.example.com/" },
  { id: "mail", name: { ko: "메일", en: "Mail" }, url: "ftp://mail.example.com/" },
];

function situation(fields: Partial<Situation> = {}, ...events: Partial<ApprovalEvent>[]): Situation {
  const ledger = new Map(events.map(eventOf).map((event) => [event.service, event]));
  return situationOf({ catalog, ledger, ...fields });
}

test("tray - the tooltip has the total, a line a waiting service, and as of when", () => {
  expect(trayView(situation({}, { count: 3 }, { service: "mail", count: 0 }), now).tooltip).toBe(
    "알림이 — 승인 대기 3건\n휴가·출장 3\n14:05 기준",
  );
});

test("tray - large counts have separators, in the total, the tooltip's lines and the menu alike", () => {
  const { tooltip, menu } = trayView(situation({}, { count: 12_345 }), now);
  expect(tooltip).toContain("승인 대기 12,345건\n휴가·출장 12,345\n");
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
  [10, "9plus"],
  [1_000_000, "9plus"],
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

test("board - a service without a catalog entry is shown by its id, without a link", () => {
  const view = boardView(situation({}, { service: "new-system", count: 2 }), now);
  expect(view.rows[0]).toMatchObject({ name: "new-system", count: 2, canOpen: false });
  expect(view.total.digits).toBe("2");
});

test("board - a service that spoke says how long ago", () => {
  const view = boardView(situation({}, { occurredAt: now - 3 * 60_000 }), now);
  expect(view.rows[0]?.changed).toBe("3분 전 변경");
});

test("board - an empty catalog explains itself", () => {
  expect(boardView(situation({ catalog: [] }), now).empty?.text).toBe("등록된 서비스가 없습니다");
  const connection: Connection = { kind: "connecting", lastContact: null };
  expect(boardView(situation({ catalog: [], connection }), now).empty).toBeUndefined();
});

test.each([
  ["unreachable", "네트워크"],
  ["not-nats", "다른 프로그램"],
] as const)("board - stale for %s says what to do", (cause, words) => {
  const view = boardView(situation({ connection: { kind: "stale", lastContact: now, cause } }), now);
  expect(view.isFresh).toBe(false);
  expect(view.status.hint).toContain(words);
});

test("notice - a new item that is due within two hours is urgent, one of tomorrow is not", () => {
  const urgent = (dueIn: number): boolean =>
    noticeView(
      { kind: "notice", service: "hr-leave", count: 1, toldCount: 0, dueAt: now + dueIn },
      situation(),
      now,
    ).isUrgent;
  expect([3_600_000, 7_200_000, 7_200_001, 86_400_000, -1].map(urgent)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("notice - a digest has a row a service and the number of new ones", () => {
  const rows = Array.from({ length: 8 }, (_, index) => ({ service: `s${index}`, count: 3, toldCount: 1 }));
  const view = noticeView(
    { kind: "digest", occasion: "while-away", rows, isUrgent: false },
    situation(),
    now,
  );
  expect(view.title).toBe("연결되지 않은 동안 새 승인 대기 16건");
  expect(view.body.split("\n")).toHaveLength(7);
  expect(view.body).toContain("외 2개 서비스");
  expect(view.service).toBeUndefined();
});

test.each([
  ["news", 1_003],
  ["while-quiet", 1_003],
  ["reminder", 1_203],
  ["deadline", 1_203],
  ["morning", 1_203],
  ["leaving", 1_203],
  ["together", 1_203],
] as const)("notice - the title of a digest counts what is new, or what waits: %s", (occasion, total) => {
  const rows = [{ service: "hr-leave", count: 1_203, toldCount: 200 }];
  for (const language of ["ko", "en"] as const) {
    const { title } = noticeView(
      { kind: "digest", occasion, rows, isUrgent: false },
      situation({ language }),
      now,
    );
    expect(title).toContain(total.toLocaleString(language));
  }
});

test("notice - a digest has a brief form of three rows and the rest, where it is longer", () => {
  const digestOf = (services: number) =>
    noticeView(
      {
        kind: "digest",
        occasion: "news",
        rows: Array.from({ length: services }, (_, at) => ({ service: `s${at}`, count: 1, toldCount: 0 })),
        isUrgent: false,
      },
      situation(),
      now,
    );
  expect(digestOf(3).brief).toBeUndefined();
  expect(digestOf(5).brief).toBe("s0 1\ns1 1\ns2 1\n외 2개 서비스");
  expect(digestOf(5).body).toBe("s0 1\ns1 1\ns2 1\ns3 1\ns4 1");
  expect(digestOf(8).brief).toBe("s0 1\ns1 1\ns2 1\n외 5개 서비스");
});

test("notice - a digest says by when, and is urgent, where a deadline is near", () => {
  const rows = [
    { service: "hr-leave", count: 2, toldCount: 2, dueAt: now + 3_600_000 },
    { service: "finance-card", count: 1, toldCount: 0, dueAt: now + 5 * 24 * 3_600_000 },
  ];
  const view = noticeView({ kind: "digest", occasion: "morning", rows, isUrgent: true }, situation(), now);
  expect(view.body).toBe("휴가·출장 2 · 15:05까지\nfinance-card 1");
  expect(view.isUrgent).toBe(true);
  expect(view.tag).toBe("digest:finance-card,hr-leave");
});

test("time - today by the clock, another day with its date", () => {
  expect(momentText(reader, now, now)).toBe("14:05");
  expect(momentText(reader, now - 24 * 3_600_000, now)).toMatch(/11\. 21\. 14:05/);
});

test.each([
  [-5, "지금"],
  [59_000, "지금"],
  [60_000, "1분 전"],
  [3 * 3_600_000, "3시간 전"],
  [14 * 3_600_000, "14시간 전"],
])("time - %i ms ago is %s", (ago, text) => {
  expect(agoText(reader, now - ago, now)).toBe(text);
});

test.each([
  ["Wed 07:00", [25, 7, 0], [23, 8, 0], "그저께"],
  ["Wed 07:00", [25, 7, 0], [24, 7, 1], "어제"],
  ["Wed 07:00", [25, 7, 0], [24, 19, 0], "어제"],
  ["Wed 07:00", [25, 7, 0], [24, 19, 1], "11시간 전"],
  ["Wed 00:30", [25, 0, 30], [24, 22, 30], "2시간 전"],
  ["Wed 23:59", [25, 23, 59], [25, 0, 0], "23시간 전"],
  ["Wed 23:59", [25, 23, 59], [24, 0, 0], "어제"],
  ["Wed 09:00", [25, 9, 0], [22, 18, 0], "3일 전"],
] as const)("time - days are those of the calendar: on %s, %j seen at %j is %s", (_when, seen, was, text) => {
  const moment = ([day, hour, minute]: readonly [number, number, number]): number =>
    inSeoul(2026, 10, day, hour, minute);
  expect(agoText(reader, moment(was), moment(seen))).toBe(text);
});

test("board - a zero that is not of now is not called nothing", () => {
  const connection: Connection = { kind: "stale", lastContact: now, cause: "disconnected" };
  const zeros = [{ count: 0 }, { service: "mail", count: 0 }];
  const stale = boardView(situation({ connection }, ...zeros), now);
  expect(stale.total).toMatchObject({ kind: "unknown", digits: "–", text: "현재 건수를 알 수 없음" });
  expect(stale.rows.map(({ digits }) => digits)).toEqual(["–", "–"]);
  const fresh = boardView(situation({}, ...zeros), now);
  expect(fresh.total).toMatchObject({ kind: "nothing", text: "결재할 문서가 없습니다" });
  expect(fresh.rows.map(({ digits }) => digits)).toEqual(["0", "0"]);
});
