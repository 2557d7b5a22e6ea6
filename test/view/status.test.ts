import { expect, test } from "vitest";
import type { Connection } from "../../main/core/connection.ts";
import { statusView } from "../../main/view/status.ts";
import { wordsIn } from "../../main/words/index.ts";

/** What a state is called, and what to do about it, in both languages. */

const LAST = { lastContact: null };

test.each([
  [{ kind: "stale", cause: "no-heartbeat", ...LAST }, ["다른 서버", "관리자"], ["cut off", "administrator"]],
  [{ kind: "refused", cause: "no-stream", ...LAST }, ["스트림 없음", "관리자"], ["no stream"]],
  [
    { kind: "refused", cause: "permission", ...LAST },
    ["결재 건수, 서비스 목록", "자동으로 연결"],
    ["service list", "automatically"],
  ],
] as readonly (readonly [Connection, readonly string[], readonly string[]])[])(
  "status - %o says what it is and what to do",
  (connection, korean, english) => {
    for (const word of korean) expect(statusView(connection, 0, wordsIn("ko")).hint).toContain(word);
    for (const word of english) expect(statusView(connection, 0, wordsIn("en")).hint).toContain(word);
  },
);

test("status - a fresh connection is not up to date while counts are not sure; another state says more than that", () => {
  const fresh: Connection = { kind: "fresh", since: 1, lastContact: 1 };
  expect(statusView(fresh, 2, wordsIn("ko"))).toEqual({
    kind: "unsure",
    text: "2개 서비스의 건수를 확인하지 못했습니다",
    hint: "자동으로 다시 확인합니다.",
  });
  expect(statusView(fresh, 1, wordsIn("en")).text).toBe("The count of 1 service is not confirmed");
  const stale: Connection = { kind: "stale", lastContact: 1, cause: "disconnected" };
  expect(statusView(stale, 2, wordsIn("ko"))).toEqual(statusView(stale, 0, wordsIn("ko")));
});

test("status - before the first word of a keeper the counts are not said to be up to date", () => {
  const read: Connection = { kind: "fresh", since: 1, lastContact: 1, awaitsKeeper: true };
  expect(statusView(read, 0, wordsIn("ko")).text).toBe("건수가 최신인지 확인하는 중…");
  expect(statusView(read, 0, wordsIn("en")).text).not.toBe("Up to date");
  expect(statusView(read, 1, wordsIn("ko")).kind).toBe("unsure");
});

test("status - an app that waits for the keyring says so, and not that its settings are wrong", () => {
  const waiting = statusView(
    { kind: "misconfigured", lastContact: null, problem: { key: "keyring-waiting", args: [] } },
    0,
    wordsIn("ko"),
  );
  expect(waiting.text).toContain("응답을 기다리는 중");
  expect(waiting.hint).toContain("암호를 입력하세요");
});
