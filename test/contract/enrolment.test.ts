import fc from "fast-check";
import { expect, test } from "vitest";
import {
  CODE_BYTES,
  checkNumberOf,
  codeOf,
  formatCode,
  formatEnrolled,
  isPcName,
  parseCode,
  parseEnrolled,
  typedCode,
} from "../../main/contract/enrolment.ts";
import { times } from "../sample.ts";

const bytes = new TextEncoder();
const KEY = `U${"A".repeat(55)}`;

test("enrolment - a code is read as it was made, however it is typed", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES }),
      fc.constantFrom("-", "", " ", "\u2013", "\uff0d", "\n"),
      fc.boolean(),
      fc.boolean(),
      (random, between, isLower, isWide) => {
        const code = codeOf(random);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
        let typed = code.replaceAll("-", between);
        if (isLower) typed = typed.toLowerCase();
        if (isWide)
          typed = typed.replace(/[0-9A-Z]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0));
        expect(typedCode(typed)).toBe(code);
        expect(typedCode(typed.replaceAll("0", "o").replaceAll("1", "l"))).toBe(code);
      },
    ),
    { numRuns: times(200, 2_000) },
  );
});

test("enrolment - a code of another length, or with other letters, is none", () => {
  for (const typed of [
    "",
    "0000",
    "0000-0000-0000-000",
    "0000-0000-0000-00000",
    "0000-0000-0000-000U",
    "가".repeat(16),
  ])
    expect(typedCode(typed)).toBeUndefined();
  expect(typedCode("0".repeat(100_000))).toBeUndefined();
});

test("enrolment - what the broker keeps is read back, and anything else is refused", () => {
  const key = { key: KEY, pc: "DESK-12", enrolledAt: 1, renewedAt: 2, expiresAt: 3 };
  const keys = [key, { ...key, withdrawnAt: 4 }];
  expect(parseEnrolled(bytes.encode(formatEnrolled(keys)))).toEqual({ ok: true, value: keys });
  const code = { user: "hong.gd", expiresAt: 5 };
  expect(parseCode(bytes.encode(formatCode(code)))).toEqual({ ok: true, value: code });
  const used = { ...code, usedBy: KEY };
  expect(parseCode(bytes.encode(formatCode(used)))).toEqual({ ok: true, value: used });
  for (const wrong of [
    {},
    { keys: {} },
    { keys: [{ ...key, key: "U" }] },
    { keys: [{ ...key, pc: "a\nb" }] },
  ])
    expect(parseEnrolled(bytes.encode(JSON.stringify(wrong)))).toMatchObject({ reason: "bad-enrolment" });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.json(), (some, json) => {
      for (const payload of [some, bytes.encode(json)]) {
        parseEnrolled(payload);
        parseCode(payload);
      }
    }),
  );
});

test("enrolment - the largest list of keys fits into a message", () => {
  const key = {
    key: KEY,
    pc: "\u{1f642}".repeat(64),
    enrolledAt: 2e9,
    renewedAt: 2e9,
    expiresAt: 2e9,
    withdrawnAt: 2e9,
  };
  expect(isPcName(key.pc)).toBe(true);
  const keys = Array.from({ length: 16 }, () => key);
  expect(parseEnrolled(bytes.encode(formatEnrolled(keys))).ok).toBe(true);
});

test("enrolment - the number to compare has six digits", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
      expect(checkNumberOf(hash)).toMatch(/^\d{3}-\d{3}$/);
    }),
  );
});
