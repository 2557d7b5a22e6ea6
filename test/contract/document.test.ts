import { expect, test } from "vitest";
import { parseDocument } from "../../main/contract/document.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("document - a JSON object is taken, up to the last byte that it may have", () => {
  expect(parseDocument(bytes('{"a":"가"}'), 11)).toEqual({ ok: true, value: { a: "가" } });
  expect(parseDocument(bytes('{"a":"가"}'), 10)).toMatchObject({ ok: false, reason: "too-large" });
});

test.each([
  ["not-utf8", Uint8Array.of(0x7b, 0xed, 0xa0, 0x80, 0x7d)],
  ["not-json", bytes("")],
  ["not-json", bytes("{a:1}")],
  ["not-an-object", bytes("[]")],
  ["not-an-object", bytes("null")],
  ["not-an-object", bytes('"{}"')],
])("document - refused as %s: %j", (reason, payload) => {
  expect(parseDocument(payload, 100)).toMatchObject({ ok: false, reason });
});

test("document - the reason quotes the payload on one line, and is short", () => {
  const parsed = parseDocument(bytes(`x\n2026 forged line\u2028${"y".repeat(1_000)}`), 10_000);
  if (parsed.ok) throw new Error("taken");
  expect(parsed.detail).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,200}$/u);
});
