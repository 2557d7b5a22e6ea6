import { expect, test } from "vitest";
import type { Finding } from "../../main/contract/findings.ts";
import { describeFinding } from "../../main/words/check/index.ts";

test.each<[Finding, string]>([
  [
    { level: "ok", code: "certificate-ok", server: "n1", days: 1 },
    "n1: the certificate is valid for 1 more day.",
  ],
  [{ level: "ok", code: "certificate-ok", server: "n1", days: 2 }, "valid for 2 more days."],
  [{ level: "warning", code: "certificate-expires", server: "n1", days: 1 }, "expires in 1 day. "],
  [{ level: "bad", code: "stream-replicas", stream: "S", is: 1, should: 3 }, "S: 1 copy, should be 3."],
  [
    { level: "bad", code: "stream-copies-missing", stream: "S", is: 2, should: 3 },
    "3 copies, and 2 are kept:",
  ],
  [{ level: "ok", code: "apps-served", servers: 1 }, "Apps are answered on 1 server."],
  [{ level: "ok", code: "catalog-ok", services: 1 }, "The catalog lists 1 service."],
  [{ level: "ok", code: "catalog-ok", services: 0 }, "The catalog lists 0 services."],
  [{ level: "ok", code: "permissions-ok", who: "app u", tried: 1 }, "app u: 1 attempt, "],
])("broker check - %j is counted in one or in many", (finding, words) => {
  expect(describeFinding("en", finding)).toContain(words);
});
