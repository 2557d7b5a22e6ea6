import fc from "fast-check";
import { expect, test } from "vitest";
import { forbiddenCharacter, oneLine } from "../../main/contract/text.ts";
import { noticeView } from "../../main/view/notice.ts";
import { type TrayMenuItem, trayView } from "../../main/view/tray.ts";
import { character } from "../characters.ts";
import { times } from "../sample.ts";
import { situationOf } from "../view/situation.ts";
import { eventOf } from "./events.ts";

const isJoiner = (char: string | undefined): boolean => char === "\u200c" || char === "\u200d";

/** What must not stand in a line: a joiner does where nothing is seen on one of its sides. */
function badIn(line: string): string[] {
  const characters = [...line];
  const isSeen = (char: string | undefined): boolean =>
    char !== undefined && !/\s/u.test(char) && !isJoiner(char) && !isBad(char);
  return characters.filter((char, index) =>
    isJoiner(char) ? !isSeen(characters[index - 1]) || !isSeen(characters[index + 1]) : isBad(char),
  );
}

/** By number, not by class: what Chromium's D-Bus refuses, and what must not stand in a line. */
function isBad(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return (
    (code & 0xfffe) === 0xfffe ||
    (code >= 0xfdd0 && code <= 0xfdef) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    (code < 0x20 && code !== 0x0a) ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}

test.each([
  ["a noncharacter", "휴가\uffff", "휴가\ufffd"],
  ["one of the Arabic block", "a\ufdd0b", "a\ufffdb"],
  ["one of a higher plane", "\u{1fffe}", "\ufffd"],
  ["a lone surrogate", "a\ud83db", "a\ufffdb"],
  ["line breaks and controls", "a\r\n\u0000b\u2028c", "a b c"],
  ["what turns the text around", "card\u202egpj.exe", "card gpj.exe"],
  ["an emoji, which stays", "휴가 🏖️", "휴가 🏖️"],
  ["emoji that are joined, which stay so", "가족 👨‍👩‍👧 🏳️‍🌈", "가족 👨‍👩‍👧 🏳️‍🌈"],
  ["Persian with a non-joiner, which stays", "می\u200cخواهم", "می\u200cخواهم"],
  ["a joiner at either end", "\u200d휴가\u200c", "휴가"],
  ["a joiner twice", "a\u200d\u200db\u200c\u200dc", "a b c"],
  ["a joiner beside a space", "a\u200d b \u200cc", "a b c"],
  ["a joiner beside what is not seen", "a\u200d\u202eb\u200b\u200dc", "a b c"],
  ["joiners alone", "\u200d\u200c", ""],
])("text - %s", (_what, text, line) => {
  expect(oneLine(text)).toBe(line);
});

test("text - the first bad character is named with its code point and its place", () => {
  expect(forbiddenCharacter("휴가·출장 🏖️")).toBeUndefined();
  expect(forbiddenCharacter("🏖\uffff")).toBe("U+FFFF as character 2");
  expect(forbiddenCharacter("\u{10fffe}")).toBe("U+10FFFE as character 1");
  expect(forbiddenCharacter("a\nb")).toBe("U+000A as character 2");
});

test("text - a joiner is good in a name between what is seen, and nowhere in an id or an address", () => {
  const where = "not between two visible characters";
  expect(forbiddenCharacter("가족 👨‍👩‍👧")).toBeUndefined();
  expect(forbiddenCharacter("می\u200cخواهم")).toBeUndefined();
  expect(forbiddenCharacter("👨\u200d")).toBe(`U+200D as character 2, ${where}`);
  expect(forbiddenCharacter("\u200c가")).toBe(`U+200C as character 1, ${where}`);
  expect(forbiddenCharacter("👨\u200d\u200d👩")).toBe(`U+200D as character 2, ${where}`);
  expect(forbiddenCharacter("👨\u200d 👩")).toBe(`U+200D as character 2, ${where}`);
  expect(forbiddenCharacter("hr\u200cleave", "id")).toBe("U+200C as character 3");
});

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\uffff",
      "\ufdd0",
      "\u{1fffe}",
      "\ud800",
      "\udfff",
      "\u202e",
      "\n",
      "\0",
      "\u200b",
      "\u200c",
      "\u200d",
      "\u200d👩",
      " ",
      "&",
      "가",
    ),
    fc.string({ unit: character, minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 20,
});

test("text - whatever comes in, the line is clean, holds no break, and cleaning it again changes nothing", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const line = oneLine(text);
      expect(badIn(line)).toEqual([]);
      expect(line).not.toContain("\n");
      expect(oneLine(line)).toBe(line);
      expect(forbiddenCharacter(line)).toBeUndefined();
    }),
  );
});

test("text - what may stand in a name stays as it is, but for its spaces", () => {
  const name = fc.string({
    unit: fc.constantFrom("👨", "\u200d", "\u200c", "\ufe0f", "가", "a", " ", "\u00a0", "\t", "\uffff"),
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.oneof(name, hostile), (text) => {
      const isGood = forbiddenCharacter(text) === undefined;
      expect(isGood).toBe(
        badIn(text).length === 0 && !/[\p{Cc}\p{Cf}]/u.test(text.replace(/[\u200c\u200d]/g, "")),
      );
      if (isGood) expect(oneLine(text)).toBe(text.replace(/\s+/gu, " ").trim());
    }),
    { numRuns: times(500, 50_000) },
  );
});

test("text - whatever names and ids hold, all that leaves for tray, menu and notification is clean", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, fc.constantFrom("ko", "en"), (id, other, name, language) => {
      const now = Date.UTC(2026, 10, 22, 5);
      const situation = situationOf({
        language,
        catalog: [{ id, name: { ko: name } }], // as a saved or a future door may let it through
        ledger: new Map([
          [id, eventOf({ service: id, count: 2 })],
          [other, eventOf({ service: other, count: 1 })],
        ]),
        connection: { kind: "misconfigured", problem: { key: "bad-user", args: [name] }, lastContact: null },
        unsure: new Set([other]),
      });
      const tray = trayView(situation, now);
      const rows = [id, other].map((service) => ({ service, count: 2, toldCount: 1 }));
      const notices = [
        noticeView({ kind: "notice", service: id, count: 2, toldCount: 1 }, situation, now),
        noticeView({ kind: "digest", occasion: "news", rows, isUrgent: false } as never, situation, now),
        noticeView(
          { kind: "deadline", service: other, count: 1, toldCount: 0, dueAt: now, stage: "hours" } as never,
          situation,
          now,
        ),
      ];
      const texts = [
        tray.tooltip,
        ...labelsOf(tray.menu),
        ...notices.flatMap(({ title, body }) => [title, body]),
      ];
      expect(texts.filter((text) => text.split("\n").some((line) => badIn(line).length > 0))).toEqual([]);
    }),
  );
});

function labelsOf(menu: readonly TrayMenuItem[]): string[] {
  return menu.flatMap((item) =>
    item.kind === "separator"
      ? []
      : item.kind === "submenu"
        ? [item.label, ...labelsOf(item.items)]
        : [item.label],
  );
}
