import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { messagesIn } from "../../main/words/index.ts";
import { unusedMessages } from "./message-uses.ts";

/** Every text for people is in the message catalogues: all of it is used, in every language, and nothing is elsewhere. */

const root = join(import.meta.dirname, "../..");
const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/u;

interface Source {
  readonly file: string;
  /** Without comments: they may speak of anything. */
  readonly text: string;
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({
      file,
      text: readFileSync(join(root, file), "utf8")
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .replace(/(^|\s)\/\/.*$/gm, "$1"),
    }));
}

/** Where texts for people come from the catalogues. */
const sources = [
  ...sourcesIn("main/core"),
  ...sourcesIn("main/view"),
  ...sourcesIn("main/desktop"),
  ...sourcesIn("renderer"),
];

interface Entry {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Everything in a catalogue, records before what is in them. */
function entriesOf(value: object, path: readonly string[] = []): Entry[] {
  return Object.entries(value).flatMap(([key, child]): Entry[] => {
    const entry = { path: [...path, key], value: child };
    return typeof child === "object" && child !== null ? [entry, ...entriesOf(child, entry.path)] : [entry];
  });
}

const [ko, en] = [entriesOf(messagesIn("ko")), entriesOf(messagesIn("en"))];
const nameOf = ({ path }: Entry): string => path.join(".");

test("messages - both languages have the same entries, of the same kind", () => {
  // A function may ignore an argument that another language needs; that it gets the same ones is in its type.
  const shape = (entries: readonly Entry[]): string[] =>
    entries.map((entry) => `${nameOf(entry)}: ${typeof entry.value}`).sort();
  expect(shape(en)).toEqual(shape(ko));
});

test("messages - nothing is empty, no Korean in English, and every Korean sentence is translated", () => {
  const texts = (entries: readonly Entry[]): Map<string, string> =>
    new Map(
      entries
        .filter(({ value }) => typeof value !== "object")
        .map((entry) => [nameOf(entry), String(entry.value)]), // of a function, its source
    );
  const [korean, english] = [texts(ko), texts(en)];
  expect([...korean, ...english].filter(([, text]) => text.trim() === "")).toEqual([]);
  const ownName = "settings.languages.ko"; // a language is called by its own name everywhere
  english.delete(ownName);
  expect([...english].filter(([, text]) => HANGUL.test(text))).toEqual([]);
  const untranslated = [...korean].filter(([name, text]) => HANGUL.test(text) && english.get(name) === text);
  expect(untranslated).toEqual([]);
});

test("messages - the computer and where it keeps secrets have one name each", () => {
  const others = /컴퓨터|키체인|\bcomputers?\b|\bkeychain\b/i;
  const found = [...ko, ...en].filter(({ value }) => typeof value !== "object" && others.test(String(value)));
  expect(found.map(nameOf)).toEqual([]);
});

test("messages - every entry is used", () => {
  const korean = ["ko", "board", "settings-ko", "history-ko", "account-ko"];
  expect(unusedMessages(korean.map((name) => `main/words/${name}.ts`))).toEqual([]);
});

test("messages - what the program asks for is there", () => {
  const known = new Set(Object.keys(messagesIn("ko")));
  const missing = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\bmessages(?:\(\))?\.([a-zA-Z]+)/g)]
      .filter(([, key]) => !known.has(key ?? ""))
      .map(([found]) => `${file}: ${found}`),
  );
  expect(missing).toEqual([]);
});

/** Files with words of a language that are not shown to anybody, each with the reason. */
const notShown: Readonly<Record<string, string>> = {};

test("messages - no Korean stands outside of the catalogues", () => {
  const found = sources
    .filter(({ file }) => !Object.hasOwn(notShown, file))
    .flatMap(({ file, text }) =>
      text
        .split("\n")
        .filter((line) => HANGUL.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});

test("messages - no English stands in the pages or in what is shown, outside of the catalogues", () => {
  const wordsIn = (text: string): boolean => /[A-Za-z]{2,}/.test(text);
  const found = sources.flatMap(({ file, text }) => {
    const patterns = [
      /\b(?:title|aria-label|placeholder|alt)="([^"{}]+)"/g,
      /\b(?:title|label|body|tooltip|toolTip|buttonLabel|placeholder):\s*"([^"]+)"/g,
      ...(file.endsWith(".tsx") ? [/>([^<>{}()[\];=]+)<\//g] : []),
    ];
    return patterns
      .flatMap((pattern) => [...text.matchAll(pattern)])
      .map(([, words]) => (words ?? "").trim())
      .filter(wordsIn)
      .map((words) => `${file}: ${words}`);
  });
  expect(found).toEqual([]);
});
