import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_SERVICES, nameIn, parseCatalog } from "../../main/contract/catalog.ts";
import { bytesOf } from "./events.ts";

const leave = {
  id: "hr-leave",
  name: { ko: "휴가·출장", en: "Leave & travel" },
  url: "https://hr.example.com/approvals",
};

function parse(services: unknown) {
  const parsed = parseCatalog(bytesOf({ services }));
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
}

test("catalog - services are read in their order, those without one last", () => {
  const { catalog, refused } = parse([
    { id: "c", name: { en: "C" } },
    { ...leave, order: 2, system: { ko: "인사" } },
    { id: "b", name: { en: "B" }, order: 1 },
    { id: "d", name: { en: "D" } },
  ]);
  expect(refused).toEqual([]);
  expect(catalog.map(({ id }) => id)).toEqual(["b", "hr-leave", "c", "d"]);
  expect(catalog[1]).toEqual({ ...leave, order: 2, system: { ko: "인사" } });
});

test("catalog - generations are those of its services and of removed ones, without unreadable ones", () => {
  const services = [
    { ...leave, generation: 2 },
    { id: "card", name: { en: "Card" } },
  ];
  const parsed = parseCatalog(bytesOf({ services, generations: { MAIL: 3, "": 1, old: -1, older: "2" } }));
  expect(parsed).toMatchObject({
    value: {
      generations: new Map([
        ["mail", 3],
        ["hr-leave", 2],
      ]),
    },
  });
  for (const generations of [[], 7, "x", null, { __proto__: 3 }]) {
    expect(parseCatalog(bytesOf({ services, generations }))).toMatchObject({ ok: true });
  }
});

test.each([
  ["no-services", {}],
  ["no-services", { services: {} }],
  ["not-an-object", []],
  ["not-json", "nope"],
  ["too-many-services", { services: Array.from({ length: MAX_SERVICES + 1 }, () => leave) }],
  ["too-large", { services: [], note: "x".repeat(600 * 1024) }],
])("catalog - refused whole as %s", (reason, document) => {
  expect(parseCatalog(bytesOf(document))).toMatchObject({ ok: false, reason });
});

test.each([
  ["bad-service", 5],
  ["bad-service", null],
  ["bad-id", { name: { en: "x" } }],
  ["double-id", { ...leave, id: "HR-Leave" }],
  ["bad-name", { id: "x" }],
  ["bad-name", { id: "x", name: {} }],
  ["bad-name", { id: "x", name: { ko: "  " } }],
  ["bad-name", { id: "x", name: { ko: 5 } }],
  ["bad-name", { id: "x", name: { en: "x".repeat(81) } }],
  ["bad-name", { id: "x", name: { en: "x" }, system: "HR" }],
  ["bad-url", { id: "x", name: { en: "x" }, url: 5 }],
  ["bad-url", { id: "x", name: { en: "x" }, url: `https://x/${"y".repeat(2048)}` }],
  ["bad-order", { id: "x", name: { en: "x" }, order: "first" }],
  ["bad-url", { id: "x", name: { en: "x" }, delegateUrl: {} }],
  ["bad-delivery", { id: "x", name: { en: "x" }, delivery: "later" }],
  ["bad-delivery", { id: "x", name: { en: "x" }, delivery: null }],
])("catalog - one service is left out as %s, and nothing else is lost", (reason, entry) => {
  const { catalog, refused } = parse([leave, entry]);
  expect(catalog).toEqual([leave]);
  expect(refused).toMatchObject([{ reason, detail: expect.stringContaining("services[1]") }]);
});

test("catalog - a service may say how it is told, and where a deputy is named", () => {
  const service = { ...leave, delivery: "batched", delegateUrl: "https://hr.example.com/deputy" };
  expect(parse([service])).toMatchObject({ catalog: [service], refused: [] });
});

test("catalog - a name stays on one line and cannot turn the text around", () => {
  const [service] = parse([{ id: "x", name: { en: "a\n\u202eb\tc\u0000" } }]).catalog;
  expect(service?.name).toEqual({ en: "a b c" });
});

test("catalog - what no desktop can draw in a name is replaced, and the service stays", () => {
  const [service] = parse([{ id: "x", name: { en: "a\uffff\ufdd0\u{1fffe}\ud800" } }]).catalog;
  expect(service?.name).toEqual({ en: "a\ufffd\ufffd\ufffd\ufffd" });
});

test("catalog - an id that stands in the place of a name is clean, and can be seen", () => {
  expect(nameIn("ko", { id: "a\uffff\u202eb", name: {} })).toBe("a\ufffd b");
  expect(nameIn("ko", { id: "\u200b", name: {} })).toBe("\ufffd");
});

test("catalog - a name falls back to the other language, then to the id", () => {
  expect(nameIn("en", { id: "x", name: { ko: "가" } })).toBe("가");
  expect(nameIn("ko", { id: "x", name: {} })).toBe("x");
});

test("catalog - no document makes the parser throw", () => {
  const entry = fc.record(
    {
      id: fc.anything(),
      name: fc.anything(),
      url: fc.anything(),
      order: fc.anything(),
      system: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(entry, fc.jsonValue())), (services) => {
      parseCatalog(
        bytesOf(JSON.stringify({ services }, (_, value) => (typeof value === "bigint" ? 0 : value))),
      );
    }),
  );
});
