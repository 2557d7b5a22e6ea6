import fc from "fast-check";
import { expect, test } from "vitest";
import {
  approvalsSubject,
  canonicalId,
  parseApprovalsSubject,
  subjectToken,
} from "../../main/contract/subject.ts";
import { arbitraryId } from "./events.ts";

test.each([
  ["hong.gd", "hong%2Egd"],
  ["HONG", "hong"],
  ["*", "%2A"],
  [">", "%3E"],
  ["a b\tc", "a%20b%09c"],
  ["it's(new)!~", "it%27s%28new%29%21%7E"],
  ["전자", "%EC%A0%84%EC%9E%90"],
  ["전자".normalize("NFD"), "%EC%A0%84%EC%9E%90"],
])("subject - %j is the token %s", (id, token) => {
  expect(subjectToken(id)).toEqual({ ok: true, value: token });
});

test.each(["", " ", " hong", "hong\n", "hong\u3000", "x".repeat(65), "\ud800", 7, undefined, null])(
  "subject - %j is no id",
  (id) => {
    expect(canonicalId(id)).toMatchObject({ ok: false, reason: "bad-id" });
    expect(approvalsSubject("u", id)).toMatchObject({ ok: false, reason: "bad-id" });
    expect(approvalsSubject(id, "s")).toMatchObject({ ok: false, reason: "bad-id" });
  },
);

test("subject - 64 characters outside the basic plane are still 64", () => {
  expect(canonicalId("😀".repeat(64)).ok).toBe(true);
  expect(canonicalId("😀".repeat(65)).ok).toBe(false);
});

test.each([
  "approvals.a",
  "approvals.a.b.c",
  "approvals..b",
  "catalog.services",
  "approvals.a.%2",
  "approvals.a.%2e",
  "approvals.A.b",
  "approvals.*.b",
  "approvals.a.%FF",
])("subject - %s is not an address", (subject) => {
  expect(parseApprovalsSubject(subject)).toMatchObject({ ok: false, reason: "bad-subject" });
});

test("subject - every id comes back from its subject in canonical form", () => {
  fc.assert(
    fc.property(arbitraryId, arbitraryId, (user, service) => {
      const [canonicalUser, canonicalService] = [canonicalId(user), canonicalId(service)];
      fc.pre(canonicalUser.ok && canonicalService.ok);
      const subject = approvalsSubject(user, service);
      if (!subject.ok || !canonicalUser.ok || !canonicalService.ok) throw new Error("refused");
      expect(subject.value).toMatch(/^approvals\.[A-Za-z0-9%_-]+\.[A-Za-z0-9%_-]+$/);
      expect(parseApprovalsSubject(subject.value)).toEqual({
        ok: true,
        value: { user: canonicalUser.value, service: canonicalService.value },
      });
    }),
  );
});

test("subject - different ids never share a token", () => {
  fc.assert(
    fc.property(arbitraryId, arbitraryId, (a, b) => {
      const [idA, idB, tokenA, tokenB] = [canonicalId(a), canonicalId(b), subjectToken(a), subjectToken(b)];
      fc.pre(idA.ok && idB.ok && tokenA.ok && tokenB.ok);
      if (idA.ok && idB.ok && tokenA.ok && tokenB.ok) {
        expect(tokenA.value === tokenB.value).toBe(idA.value === idB.value);
      }
    }),
  );
});
