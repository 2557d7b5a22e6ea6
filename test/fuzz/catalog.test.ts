import { expect, test } from "vitest";
import { MAX_SERVICES, parseCatalog, type Service } from "../../main/contract/catalog.ts";
import { initialConnection } from "../../main/core/connection.ts";
import { boardView } from "../../main/view/board.ts";
import { noticeView } from "../../main/view/notice.ts";
import { shownServices } from "../../main/view/situation.ts";
import { trayView } from "../../main/view/tray.ts";
import { situationOf } from "../view/situation.ts";
import { run, showBytes } from "./campaign.ts";
import type { Chance } from "./chance.ts";
import { MEAN_VALUES } from "./mean-values.ts";
import { type Members, mutateBytes, mutateMembers, textOf } from "./mutate.ts";
import { opensSafely } from "./safe-link.ts";

const ORIGINS = ["http://intra.example.com:8080"];

const VALUES: readonly string[] = [
  ...MEAN_VALUES,
  ...[
    '{"ko":"휴가","en":"Leave"}',
    '{"ko":""}',
    '{"en":" \\n "}',
    '{"ko":"\\u202e가\\u0000나"}',
    '{"en":"\\ud83d"}',
    '{"ko":"\\uffff\\ufdd0","en":"\\ud83f\\udffe"}',
    '{"ko":"👨\\u200d👩\\u200d\\u200c👧\\u200d","en":"\\u200c"}',
  ],
  ...[
    '{"__proto__":{"ko":"x"}}',
    '{"toString":"x"}',
    `{"en":"${"x".repeat(81)}"}`,
    '{"ko":"\\u2028"}',
    '{"fr":"x"}',
  ],
  ...[
    '"http://intra.example.com:8080/"',
    '"file:///etc/passwd"',
    '"https://a:b@x.example/"',
    '"https:\\\\\\\\x"',
    '"//x"',
  ],
];

function service(chance: Chance): string {
  const id = chance.pick([
    "hr-leave",
    "HR-Leave",
    "mail",
    "전자결재",
    "__proto__",
    "a.b",
    "*",
    "x".repeat(65),
  ]);
  const members: Members = [
    ["id", JSON.stringify(id)],
    ["name", chance.pick(['{"ko":"휴가·출장","en":"Leave & travel"}', '{"en":"<b>Mail</b>"}'])],
    ["url", chance.pick(['"https://hr.example.com/approvals"', '"http://intra.example.com:8080/card"'])],
    ...(chance.oneIn(3) ? [["order", chance.pick(["1", "-2.5", "1e3"])] as [string, string]] : []),
    ...(chance.oneIn(3) ? [["system", '{"ko":"인사"}'] as [string, string]] : []),
  ];
  return textOf(chance, chance.oneIn(2) ? members : mutateMembers(chance, members, VALUES));
}

function catalog(chance: Chance): Uint8Array {
  const count = chance.oneIn(2_000) ? MAX_SERVICES + chance.below(3) : chance.below(5);
  const list = `[${Array.from({ length: count }, () => service(chance)).join(",")}]`;
  const members = mutateMembers(chance, [["services", list]], [...VALUES, list]);
  return mutateBytes(chance, Buffer.from(textOf(chance, chance.oneIn(3) ? members : [["services", list]])));
}

test("fuzz - whatever the catalog says, its services are clean, nothing is lost twice, and only safe links open", () => {
  const accepted = run<Uint8Array>({
    title: "catalogs",
    generate: catalog,
    check: (payload) => {
      const parsed = parseCatalog(payload);
      if (!parsed.ok) return false;
      const { catalog } = parsed.value;
      if (catalog.length > MAX_SERVICES) throw new Error("too many services");
      if (new Set(catalog.map(({ id }) => id)).size !== catalog.length) throw new Error("an id twice");
      for (const each of catalog) mustBeClean(each);
      mustComeBack(catalog);
      mustBeDrawn(catalog);
      return true;
    },
    show: showBytes,
  });
  expect(accepted).toBeGreaterThan(0.3);
});

/** Controls, line breaks, and what turns the direction of a text or is not seen at all: by number, not by class. */
const UNPRINTED = [
  ["\0", "\x1f"],
  ["\x7f", "\x9f"],
  ["\u200b", "\u200b"],
  ["\u200e", "\u200f"],
  ["\u2028", "\u202e"],
  ["\u2060", "\u2069"],
  ["\ufeff", "\ufeff"],
] as const;

function isNoncharacter(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return (
    (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef) || (code >= 0xd800 && code <= 0xdfff)
  );
}

function mustBeClean({ id, name, system, url, order, ...rest }: Service): void {
  const length = [...id].length;
  if (id !== id.normalize("NFC").toLowerCase() || length < 1 || length > 64) throw new Error("not canonical");
  for (const names of [name, system ?? { ko: "-" }]) {
    const texts = Object.entries(names);
    if (texts.length === 0) throw new Error("no name");
    for (const [language, text] of texts) {
      if (!["ko", "en"].includes(language)) throw new Error(`a name in ${language}`);
      if (typeof text !== "string" || text.trim() === "" || text.length > 80) throw new Error("a bad name");
      if ([...text].some(isNoncharacter))
        throw new Error(`a name that ends Chromium: ${JSON.stringify(text)}`);
      if (UNPRINTED.some(([from, to]) => [...text].some((char) => char >= from && char <= to))) {
        throw new Error(`a name that turns or breaks the line: ${JSON.stringify(text)}`);
      }
      if (/(^|[\s\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](\s|$)/u.test(text)) {
        throw new Error(`a joiner that joins nothing: ${JSON.stringify(text)}`);
      }
    }
  }
  if (url !== undefined && (typeof url !== "string" || url.length > 2048)) throw new Error("a bad url");
  if (order !== undefined && !(typeof order === "number" && Math.abs(order) < Infinity))
    throw new Error("a bad order");
  if (Object.keys(rest).length > 0) throw new Error("a field of its own");
}

/** The catalog is saved as it was read. */
function mustComeBack(catalog: readonly Service[]): void {
  const text = JSON.stringify(catalog);
  const again = parseCatalog(Buffer.from(`{"services":${text}}`));
  if (!again.ok || again.value.refused.length > 0 || JSON.stringify(again.value.catalog) !== text) {
    throw new Error("it does not come back from where it is saved");
  }
}

function mustBeDrawn(catalog: readonly Service[]): void {
  const situation = situationOf({ linkOrigins: ORIGINS, catalog, connection: initialConnection(null) });
  for (const { link } of shownServices(situation)) {
    if (link !== undefined && !opensSafely(link, ORIGINS)) throw new Error(`it would open ${link}`);
  }
  const now = Date.UTC(2026, 10, 22, 5);
  if (boardView(situation, now).rows.length !== catalog.length) throw new Error("a row is missing");
  trayView(situation, now);
  for (const { id } of catalog) {
    noticeView({ kind: "notice", service: id, count: 2, toldCount: 1 }, situation, now);
  }
}
