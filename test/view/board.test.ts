import { expect, test } from "vitest";
import type { Connection } from "../../main/core/connection.ts";
import { boardView } from "../../main/view/board.ts";
import { now, situation } from "./situation.ts";

test("board - a service without a catalog entry is shown by its id, without a link", () => {
  const view = boardView(situation({}, { service: "new-system", count: 2 }), now);
  expect(view.rows[0]).toMatchObject({ name: "new-system", count: 2, canOpen: false });
  expect(view.total.digits).toBe("2");
});

test("board - a service that spoke says how long ago", () => {
  const view = boardView(situation({}, { occurredAt: now - 3 * 60_000 }), now);
  expect(view.rows[0]?.changed).toBe("3분 전");
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
