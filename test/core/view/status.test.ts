import { expect, test } from "vitest";
import type { Connection } from "../../../main/core/connection.ts";
import { messagesIn } from "../../../main/core/messages/index.ts";
import { statusView } from "../../../main/core/view/status.ts";

/** What a state is called, and what to do about it, in both languages. */

const LAST = { lastContact: null };

test.each([
  [{ kind: "stale", cause: "no-heartbeat", ...LAST }, ["다른 서버", "관리자"], ["cut off", "administrator"]],
  [{ kind: "stale", cause: "outdated", ...LAST }, ["그 밖의 건수는 최신"], ["All others"]],
  [{ kind: "refused", cause: "no-stream", ...LAST }, ["스트림 없음", "관리자"], ["no stream"]],
  [
    { kind: "refused", cause: "permission", ...LAST },
    ["승인 건수, 서비스 목록", "저절로 연결"],
    ["service list", "by itself"],
  ],
] as readonly (readonly [Connection, readonly string[], readonly string[]])[])(
  "status - %o says what it is and what to do",
  (connection, korean, english) => {
    for (const word of korean) expect(statusView(connection, messagesIn("ko")).hint).toContain(word);
    for (const word of english) expect(statusView(connection, messagesIn("en")).hint).toContain(word);
  },
);
