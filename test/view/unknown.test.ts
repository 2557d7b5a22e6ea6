import fc from "fast-check";
import { expect, test } from "vitest";
import type { Catalog } from "../../main/contract/catalog.ts";
import type { ApprovalEvent } from "../../main/contract/event.ts";
import type { Connection } from "../../main/core/connection.ts";
import { type BoardView, boardView } from "../../main/view/board.ts";
import type { Situation } from "../../main/view/situation.ts";
import { type TrayMenuItem, type TrayView, trayView } from "../../main/view/tray.ts";
import { eventOf } from "../contract/events.ts";
import { now, situationOf } from "./situation.ts";

/** An unknown count is never drawn as zero: in the tray, its menu, its badge, the board and its total. */

const MINUTE = 60_000;
const IDS = ["leave", "card", "visitor", "mail", "sign"] as const;
type Id = (typeof IDS)[number];
/** Names without a digit: every digit in a view is a count or a time. */
const catalog: Catalog = IDS.map((id) => ({
  id,
  name: { ko: `서비스 ${id}` },
  url: `https://${id}.example.com/`,
}));
const fresh: Connection = { kind: "fresh", since: now, lastContact: now };
const firstContact: Connection = { kind: "connecting", lastContact: null };

interface Given {
  readonly counts?: Partial<Record<Id, number>>;
  readonly unsure?: readonly Id[];
  readonly connection?: Connection;
  readonly catalog?: Catalog;
  readonly language?: "ko" | "en";
}

function situation({ counts = {}, unsure = [], ...rest }: Given): Situation {
  const events = Object.entries(counts).map(
    ([service, count]): ApprovalEvent => eventOf({ service, count, occurredAt: now - 4 * MINUTE }),
  );
  return situationOf({
    catalog,
    ledger: new Map(events.map((event) => [event.service, event])),
    unsure: new Set(unsure),
    connection: fresh,
    ...rest,
  });
}

const tray = (given: Given): TrayView => trayView(situation(given), now);
const board = (given: Given): BoardView => boardView(situation(given), now);
const all = (count: number): Record<Id, number> => ({
  leave: count,
  card: count,
  visitor: count,
  mail: count,
  sign: count,
});

const labels = ({ menu }: TrayView): string[] =>
  menu.flatMap((item: TrayMenuItem) => ("label" in item ? [item.label] : []));
const rowOf = (given: Given, id: Id): BoardView["rows"][number] | undefined =>
  board(given).rows.find(({ service }) => service === id);

test("unknown - before the first contact the tray shows a dash and no number", () => {
  const view = tray({ catalog: [], connection: firstContact });
  expect(view).toMatchObject({
    badge: "unknown",
    mode: "stale",
    tooltip: "알림이 — 아직 받은 정보 없음\n연결하는 중… · 아직 연결된 적 없음",
  });
  expect(labels(view)[0]).toBe("아직 받은 정보 없음");
  expect(board({ catalog: [], connection: firstContact }).total).toMatchObject({
    kind: "unknown",
    digits: "–",
  });
});

test("unknown - a malformed event of the only service is no zero, and nothing is called up to date", () => {
  const given: Given = { catalog: catalog.slice(0, 1), unsure: ["leave"] };
  const view = tray(given);
  expect(view).toMatchObject({ badge: "unknown", mode: "stale" });
  expect(view.tooltip).toBe(
    "알림이 — 현재 건수를 알 수 없음\n1개 서비스의 건수를 확인하지 못했습니다 · 14:05 기준",
  );
  expect(labels(view)).toContain("서비스 leave  – (미확인)");
  expect(board(given)).toMatchObject({
    total: { kind: "unknown", digits: "–", isSure: false },
    status: { kind: "unsure" },
    rows: [{ digits: "–", countText: "현재 건수를 알 수 없음", doubt: "미확인", isDated: true }],
  });
  expect(board(given).unheard).toBeUndefined(); // it has said something
});

test("unknown - a good count that is not sure any more stays, with its time, and is marked", () => {
  const given: Given = { counts: { ...all(0), card: 12, leave: 3 }, unsure: ["card"] };
  expect(tray(given)).toMatchObject({ badge: "15", mode: "stale" });
  expect(tray(given).tooltip.split("\n").slice(0, 4)).toEqual([
    "알림이 — 결재 대기 15건 · 일부 미확인",
    "1개 서비스의 건수를 확인하지 못했습니다 · 14:05 기준",
    "서비스 leave 3",
    "서비스 card 12 (미확인)",
  ]);
  expect(rowOf(given, "card")).toMatchObject({
    digits: "12",
    countText: "12건",
    doubt: "미확인",
    changed: "14:01 기준",
    isDated: true,
  });
  expect(rowOf(given, "leave")).toMatchObject({ isDated: false, changed: "4분 전" });
  expect(board(given).total).toMatchObject({ kind: "waiting", digits: "15", isSure: false });
});

test("unknown - a zero that is not sure any more is a dash, and stands before what is sure to be nothing", () => {
  const given: Given = { counts: { ...all(0), leave: 2 }, unsure: ["sign"] };
  const { rows } = board(given);
  expect(rows.map(({ service }) => service)).toEqual(["leave", "sign", "card", "visitor", "mail"]);
  expect(rows[1]).toMatchObject({ digits: "–", countText: "현재 건수를 알 수 없음", changed: "14:01 기준" });
  expect(board({ counts: all(0), unsure: ["sign"] }).total).toMatchObject({
    kind: "unknown",
    text: "4개 서비스에 대기 없음 · 1개 미확인",
  });
});

test("unknown - a service that never said anything leaves the tray fresh, and nobody says that nothing waits", () => {
  const given: Given = { counts: { leave: 0, card: 0 } };
  expect(tray(given)).toMatchObject({ badge: "0", mode: "fresh" });
  expect(board(given).total).toEqual({
    kind: "quiet",
    digits: "–",
    text: "2개 서비스에 대기 없음 · 3개는 정보 없음",
    isSure: true,
  });
  expect(board({ ...given, language: "en" }).total.text).toBe(
    "Nothing waiting in 2 services · no data from 3",
  );
  expect(board(given).unheard).toBe("아직 받은 정보 없음: 3개");
  expect(
    board(given)
      .rows.slice(2)
      .map(({ certainty, digits }) => [certainty, digits]),
  ).toEqual([
    ["unheard", "–"],
    ["unheard", "–"],
    ["unheard", "–"],
  ]);
});

test("unknown - with nothing heard of any service there is no number at all", () => {
  for (const given of [{}, { catalog: [] }]) {
    expect(tray(given)).toMatchObject({ badge: "unknown", mode: "fresh" });
    expect(tray(given).tooltip).toBe("알림이 — 아직 받은 정보 없음\n14:05 기준");
    expect(board(given).total).toMatchObject({ kind: "unknown", digits: "–", text: "아직 받은 정보 없음" });
  }
});

test("unknown - a service that is renamed or newly listed starts as unknown", () => {
  const renamed: Catalog = [...catalog.slice(0, 4), { id: "e-sign", name: { ko: "전자결재" } }];
  const before: Given = { counts: { leave: 0, card: 0, visitor: 0, mail: 0 } };
  expect(board({ ...before, catalog: catalog.slice(0, 4) }).total.kind).toBe("nothing");
  const after = board({ ...before, catalog: renamed });
  expect(after.total).toMatchObject({ kind: "quiet", text: "4개 서비스에 대기 없음 · 1개는 정보 없음" });
  expect(after.rows.at(-1)).toMatchObject({ service: "e-sign", certainty: "unheard", count: undefined });
  expect(labels(tray({ ...before, catalog: renamed }))).toContain("전자결재  –");
});

test("unknown - of very many services the menu and the tooltip stay small, and know the same total", () => {
  const many: Catalog = Array.from({ length: 1_000 }, (_, index) => ({ id: `s${index}`, name: {} }));
  const ledger = new Map(many.map(({ id }) => [id, eventOf({ service: id, count: 2 })]));
  const view = trayView({ ...situation({ catalog: many }), ledger, unsure: new Set(["s3"]) }, now);
  expect(view.menu.length).toBeLessThan(45);
  expect(view.tooltip.split("\n").length).toBeLessThan(20);
  expect(labels(view)[0]).toBe("결재 대기 2,000건 · 일부 미확인");
});

const connection: fc.Arbitrary<Connection> = fc.constantFrom<Connection>(
  fresh,
  fresh,
  fresh,
  firstContact,
  { kind: "syncing", lastContact: now },
  { kind: "stale", lastContact: now, cause: "disconnected" },
  { kind: "refused", lastContact: null, cause: "permission" },
);

/** Per service what was heard of it, few values so that mixes meet; and whether it is sure. */
const mix = fc.record({
  counts: fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom(0, 0, 1, 12)),
  unsure: fc.subarray([...IDS]),
  connection,
  language: fc.constantFrom("ko", "en"),
});

test("unknown - for any mix, a zero is drawn only of a service that said so and is sure, on a fresh connection", () => {
  fc.assert(
    fc.property(mix, (given) => {
      const isZero = (id: string): boolean =>
        given.connection.kind === "fresh" && given.counts[id as Id] === 0 && !given.unsure.includes(id as Id);
      const view = tray(given);
      for (const id of IDS) {
        const count = isZero(id) ? "0" : (given.counts[id] || "–").toString();
        const row = rowOf(given, id);
        expect(row?.digits).toBe(count);
        expect(/\d/.test(row?.countText ?? "")).toBe(count !== "–");
        const label = labels(view).find((text) => text.includes(id)) ?? "";
        expect(/ {2}(\S+)/.exec(label)?.[1]).toBe(count);
        expect(view.tooltip.includes(`${id} `)).toBe(count !== "–" && count !== "0");
      }
    }),
  );
});

test("unknown - for any mix, nothing is said to wait nowhere only where every service said 0 and is sure", () => {
  fc.assert(
    fc.property(mix, (given) => {
      const { kind, digits, text } = board(given).total;
      const isNothing =
        given.connection.kind === "fresh" &&
        given.unsure.length === 0 &&
        IDS.every((id) => given.counts[id] === 0);
      const words = ["결재할 문서가 없습니다", "No approvals are waiting"];
      expect(kind === "nothing").toBe(isNothing);
      expect(words.includes(text)).toBe(isNothing);
      expect(words.some((each) => tray(given).tooltip.includes(each))).toBe(isNothing);
      const sum = IDS.reduce((total, id) => total + (given.counts[id] ?? 0), 0);
      expect(digits).toBe(sum > 0 ? String(sum) : isNothing ? "0" : "–");
      expect(tray(given).tooltip).not.toMatch(/(^|\D)0(건| approvals)/);
    }),
  );
});

test("unknown - for any mix, the tray is grey and says why where a count that is drawn may be wrong", () => {
  fc.assert(
    fc.property(mix, (given) => {
      const isSure = given.connection.kind === "fresh" && given.unsure.length === 0;
      const view = tray(given);
      expect(view.mode).toBe(isSure ? "fresh" : "stale");
      expect(labels(view)[1] === "최신 상태입니다" || labels(view)[1] === "Up to date").toBe(isSure);
      // The badge says no more than the total does.
      expect(view.badge === "unknown").toBe(board(given).total.kind === "unknown");
    }),
  );
});
