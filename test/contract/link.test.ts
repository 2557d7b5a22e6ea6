import { expect, test } from "vitest";
import { checkLink } from "../../main/contract/link.ts";

const origins = ["http://intra.example.com:8080"];

test.each(["https://hr.example.com/approvals?x=1#y", "http://intra.example.com:8080/card"])(
  "link - %s opens",
  (link) => {
    expect(checkLink(link, origins)).toEqual({ ok: true, value: link });
  },
);

test.each([
  ["not-a-url", "hr.example.com"],
  ["not-a-url", ""],
  ["not-a-url", undefined],
  ["not-a-url", { href: "https://x" }],
  ["scheme-refused", "file:///etc/passwd"],
  ["scheme-refused", "javascript:alert(1)"],
  ["scheme-refused", "JaVaScRiPt:alert(1)"],
  ["scheme-refused", "smb://server/share"],
  ["scheme-refused", "ms-msdt:/id"],
  ["scheme-refused", "data:text/html,x"],
  ["has-credentials", "https://user:secret@hr.example.com/"],
  ["has-credentials", "https://hr.example.com@evil.example/"],
  ["origin-not-allowed", "http://hr.example.com/"],
  ["origin-not-allowed", "http://intra.example.com/card"],
  ["origin-not-allowed", "http://intra.example.com.evil.example:8080/"],
])("link - refused as %s: %s", (reason, link) => {
  const checked = checkLink(link, origins);
  expect(checked).toMatchObject({ ok: false, reason });
  if (!checked.ok) expect(checked.detail).not.toContain("secret");
});
