import fc from "fast-check";
import { expect, test } from "vitest";
import { type CountRule, type OldAnswer, readCount } from "../../../main/server/bridge/reading.ts";

const JSON_RULE: CountRule = { json: "/waiting/count" };
const HTML_RULE: CountRule = { html: "#waiting .count" };

function read(body: string, rule: CountRule, answer: Partial<OldAnswer> = {}): number | string {
  const type = "json" in rule ? "application/json" : "text/html";
  const result = readCount({ status: 200, type, body, ...answer }, rule);
  return result.ok ? result.value : result.reason;
}
const page = (content: string): string =>
  `<!doctype html><title>결재</title><div id=waiting>대기 <b class="count">${content}</b></div>`;

test.each([
  ['{"waiting":{"count":3}}', 3],
  ['{"waiting":{"count":0}}', 0],
  ['{"waiting":{"count":"1,204"}}', 1204],
  ['{"waiting":{"count":[{},{}]}}', 2],
  ['{"waiting":{"count":[]}}', 0],
  ['{"waiting":{"count":null}}', "form-changed"],
  ['{"waiting":{}}', "form-changed"],
  ['{"error":"session expired"}', "form-changed"],
  ["null", "form-changed"],
  ['{"waiting":{"count":-1}}', "not-a-count"],
  ['{"waiting":{"count":2.5}}', "not-a-count"],
  ['{"waiting":{"count":true}}', "not-a-count"],
  ['{"waiting":{"count":""}}', "not-a-count"],
  ['{"waiting":{"count":1000001}}', "not-a-count"],
  ["{", "not-json"],
  ["", "empty"],
  [" \n", "empty"],
  ["<html>login</html>", "login-page"],
])("bridge reading - JSON %s is %s", (body, expected) => {
  expect(read(body, JSON_RULE)).toBe(expected);
});

test.each([
  [page("3건"), 3],
  [page("총 1,204 건"), 1204],
  [page("0"), 0],
  [page(""), "not-a-count"],
  [page("없음"), "not-a-count"],
  [page("3건 중 2건"), "not-a-count"],
  [page("2026-11-28"), "not-a-count"],
  [page("12,34"), "not-a-count"],
  [page("-3"), "not-a-count"],
  [page("1.5"), "not-a-count"],
  ["<title>다른 화면</title>", "form-changed"],
  [page("3") + page("4"), "form-changed"],
  ['<form><input type="password"></form>', "login-page"],
  [`${page("3")}<input type='PASSWORD'>`, "login-page"],
  ["", "empty"],
])("bridge reading - the page %s is %s", (body, expected) => {
  expect(read(body, HTML_RULE)).toBe(expected);
});

/** Maximum size of an answer in bytes. */
const MIB = 2 ** 20;

test.each([",", ".", "-", "-+.,", ",.x", "1,", "1 "])(
  "bridge reading - a text of nothing but %j is not a count, at any size",
  (piece) => {
    const text = piece.repeat(MIB / piece.length / 2);
    expect(read(JSON.stringify({ waiting: { count: text } }), JSON_RULE)).toBe("not-a-count");
    expect(read(page(text), HTML_RULE)).toBe("not-a-count");
  },
);

test.each([
  [302, "login-page"],
  [401, "login-page"],
  [403, "login-page"],
  [404, "http-status"],
  [204, "http-status"],
])("bridge reading - status %i is %s, whatever the body says", (status, expected) => {
  expect(read('{"waiting":{"count":3}}', JSON_RULE, { status })).toBe(expected);
});

test("bridge reading - no text that is not the form becomes a count", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(read(body, HTML_RULE)).toBeTypeOf("string");
      expect(read(body, { json: "/somewhere/else/entirely" })).toBeTypeOf("string");
    }),
  );
});
