import fc from "fast-check";
import { expect, test } from "vitest";
import { type CountRule, type OldAnswer, readCount } from "../../../main/server/bridge/reading.ts";
import { times } from "../../sample.ts";

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
  ["<div>", "elements inside one another"],
  ["<p><b>", "elements inside one another"],
  ["<table><tr><td>", "elements inside one another"],
  ["<br>", "20000 elements"],
  ["<p><svg></p>", "20000 elements"],
])("bridge reading - a page with thousands of %s is refused, with the limit", (piece, limit) => {
  const body = page("3") + piece.repeat(20_001);
  expect(readCount({ status: 200, type: "text/html", body }, HTML_RULE)).toMatchObject({
    reason: "unreadable",
    detail: expect.stringContaining(limit),
  });
});

test.each(["u ~ b ~ b", "b:nth-child(3)", "b:nth-last-of-type(3)", "b:has(~ u)", "b:not(u ~ b)"])(
  "bridge reading - where %s would go through a page again and again, it is refused",
  (html) => {
    const body = `<body>${"<b></b>".repeat(10_000)}</body>`;
    expect(readCount({ status: 200, type: "text/html", body }, { html })).toMatchObject({
      reason: "unreadable",
      detail: expect.stringContaining("visits"),
    });
  },
);

test("bridge reading - a text that an outer element contains is not looked through again for each of them", () => {
  const body = "<p>".concat("<i>".repeat(500), "x<b></b>".repeat(5_000));
  expect(read(body, { html: "i:contains(y)" })).toBe("unreadable");
});

test.each([
  ["deep", "<i>".repeat(500) + page("3")],
  ["long", page("3") + "<br>".repeat(19_900)],
  ["full of text", `<p>${"결재 &amp; ".repeat(MIB / 16)}</p>${page("3")}`],
  [
    "full of attributes",
    `<p ${Array.from({ length: 50_000 }, (_, index) => `a${index}`).join(" ")}>${page("3")}`,
  ],
  ["full of comments", "<!-- -->".repeat(MIB / 16) + page("3")],
])("bridge reading - a page that is %s is read", (_what, body) => {
  expect(read(body, HTML_RULE)).toBe(3);
});

test("bridge reading - a page that is not well formed is read as it is written", () => {
  const row = "<TR><TD>결재 대기<TD><font color=red><B class='waiting count'>3</font>건";
  const body = `<table id=waiting>${row}</table>&#${"9".repeat(400)};`;
  expect(read(body, HTML_RULE)).toBe(3);
  expect(read(body, { html: "#waiting > tr > td:nth-child(2)" })).toBe(3);
  expect(read(body, { html: "#waiting > tbody > tr > td:nth-child(2)" })).toBe("form-changed");
});

test("bridge reading - a selector that cannot be used is a fault, and the detail names it", () => {
  expect(
    readCount({ status: 200, type: "text/html", body: page("3") }, { html: "b:nonsense" }),
  ).toMatchObject({
    reason: "unreadable",
    detail: expect.stringContaining("b:nonsense"),
  });
});

test.each([
  [302, "login-page"],
  [401, "login-page"],
  [403, "login-page"],
  [404, "http-status"],
  [204, "http-status"],
])("bridge reading - status %i is %s, whatever the body says", (status, expected) => {
  expect(read('{"waiting":{"count":3}}', JSON_RULE, { status })).toBe(expected);
});

test.each<[string, CountRule]>([
  ['{"waiting":{"count":"홍길동 8801 3건"}}', JSON_RULE],
  ['{"waiting":{"count":-8801}}', JSON_RULE],
  ['{"waiting":{"홍길동":8801}}', JSON_RULE],
  ["홍길동 8801", JSON_RULE],
  ["<p>홍길동 8801", JSON_RULE],
  [page("홍길동 8801 3건"), HTML_RULE],
  [page("8801.5"), HTML_RULE],
  [page("홍길동 8801") + page("홍길동 8801"), HTML_RULE],
  [page("홍길동 8801") + "<i>".repeat(1_000), HTML_RULE],
])("bridge reading - the detail for the log quotes nothing of %j", (body, rule) => {
  const result = readCount({ status: 200, type: "", body }, rule);
  expect(result).toMatchObject({ ok: false, detail: expect.not.stringMatching(/홍길동|8801/) });
});

test("bridge reading - no text that is not the form becomes a count", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(read(body, HTML_RULE)).toBeTypeOf("string");
      expect(read(body, { json: "/somewhere/else/entirely" })).toBeTypeOf("string");
    }),
  );
});

test("bridge reading - any answer of repeated pieces is read or refused, whatever is looked for in it", () => {
  const pieces = fc.constantFrom(
    ...[
      "<div>",
      "</div>",
      "<b class=count>",
      "</b>",
      "<p>",
      "</p>",
      "<table>",
      "<tr>",
      "<td>",
      "<a href=x>",
      "<form>",
    ],
    ...[
      "<svg>",
      "<template>",
      "<script>",
      "</script>",
      "<textarea>",
      "<!--",
      "-->",
      "<![CDATA[",
      "<?",
      "</",
      "<",
    ],
    ...[
      ' a="',
      "'",
      "=",
      ">",
      " b",
      "&amp;",
      "&#",
      "&",
      "[",
      "]",
      "{",
      '{"a":',
      '"',
      ",",
      ".",
      "-",
      "3",
      " ",
      "결재",
    ],
  );
  const runs = fc.array(fc.tuple(pieces, fc.integer({ min: 1, max: 50_000 })), {
    minLength: 1,
    maxLength: 6,
  });
  const rules = fc.constantFrom<CountRule>(
    ...[{ json: "" }, { json: "/a" }, { html: ".count" }, { html: "b ~ b" }, { html: "td:nth-child(2)" }],
    ...[{ html: "div:has(b) p" }, { html: "p:contains(3)" }],
  );
  fc.assert(
    fc.property(runs, rules, (parts, rule) => {
      const body = parts
        .map(([piece, count]) => piece.repeat(count))
        .join("")
        .slice(0, MIB);
      expect(read(body, rule)).toSatisfy((result) => Number.isInteger(result) || typeof result === "string");
    }),
    { numRuns: times(100, 5_000) },
  );
});
