import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, expectTypeOf, test } from "vitest";
import type { Language } from "../../main/contract/catalog.ts";
import type { FileReason } from "../../main/contract/file-reason.ts";
import type { FileRefusal } from "../../main/files/refused-file.ts";
import { wordsIn } from "../../main/words/index.ts";
import { unusedWords } from "./word-uses.ts";

/** Every text for people is in main/words, exists in each language, and is used. */

const root = join(import.meta.dirname, "../..");
const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/u;

interface Source {
  readonly file: string;
  /** Without comments, which may contain any text. */
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

const isWords = (file: string): boolean => file.startsWith("main/words/");
/** Code that may show a text, but may not contain one. */
const sources = [...sourcesIn("main").filter(({ file }) => !isWords(file)), ...sourcesIn("renderer")];

const rooms = readdirSync(join(root, "main/words"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
/** Rooms that are one record over keys of the core or the contract: their type demands every key, and allows no other. */
const records = ["broker", "check", "file", "kit", "plan", "problem"];

interface Entry {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** All entries of a language, a record before its own entries. */
function entriesOf(value: object, path: readonly string[] = []): Entry[] {
  return Object.entries(value).flatMap(([key, child]): Entry[] => {
    const entry = { path: [...path, key], value: child };
    return typeof child === "object" && child !== null ? [entry, ...entriesOf(child, entry.path)] : [entry];
  });
}

/** The texts of a language per room. A file exports nothing else. */
async function wordsOf(language: Language): Promise<Record<string, object>> {
  const words: Record<string, object> = {};
  for (const room of rooms) {
    const exported: object = await import(`../../main/words/${room}/${language}.ts`);
    const [own, ...others] = Object.values(exported);
    if (typeof own !== "object" || others.length > 0) throw new Error(`${room}/${language}.ts is no words`);
    words[room] = own;
  }
  return words;
}

const [koreanWords, englishWords] = [await wordsOf("ko"), await wordsOf("en")];
const [ko, en] = [entriesOf(koreanWords), entriesOf(englishWords)];
const nameOf = ({ path }: Entry): string => path.join(".");

test("words - both languages have the same entries, of the same kind", () => {
  // A function may ignore an argument that another language needs; that it gets the same ones is in its type.
  const shape = (entries: readonly Entry[]): string[] =>
    entries.map((entry) => `${nameOf(entry)}: ${typeof entry.value}`).sort();
  expect(shape(en)).toEqual(shape(ko));
});

test("words - nothing is empty, no Korean in English, and every Korean sentence is translated", () => {
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

test("words - in the app the computer and where it keeps secrets have one name each", () => {
  const others = /컴퓨터|키체인|\bcomputers?\b|\bkeychain\b/i;
  const app = [wordsIn("ko"), wordsIn("en")].flatMap((words) => entriesOf(words));
  const found = app.filter(({ value }) => typeof value !== "object" && others.test(String(value)));
  expect(found.map(nameOf)).toEqual([]);
});

test("words - every entry is used", () => {
  const korean = rooms.map((room) => ({ file: `main/words/${room}/ko.ts`, isByKey: records.includes(room) }));
  expect(unusedWords(korean)).toEqual([]);
});

test("words - every reason that has a text is given somewhere", () => {
  const givenIn = (key: string) => sources.filter(({ text }) => text.includes(`"${key}"`));
  const unused = records.flatMap((room) =>
    Object.keys(koreanWords[room] ?? {})
      .filter((key) => givenIn(key).length < 2) // its type names it already
      .map((key) => `${room}: ${key}`),
  );
  expect(unused).toEqual([]);
});

/** Files with words of a language that are not shown to anybody, each with the reason. */
const notShown: Readonly<Record<string, string>> = {};

test("words - every reason for which a file is refused has a text", () => {
  // The files' room imports nothing, so it names its reasons itself.
  expectTypeOf<FileRefusal>().toExtend<FileReason>();
});

test("words - no Korean stands outside of main/words", () => {
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

/** Files with English for programmers, each with the reason. */
const forProgrammers: Readonly<Record<string, string>> = {
  "main/contract/event-schema.ts": "titles of JSON Schema",
  "main/contract/people-event-schema.ts": "titles of JSON Schema",
  "main/server/http/openapi.ts": "titles of OpenAPI",
  "main/server/enrolment/pages.ts": "titles of problem details, for programs",
};

test("words - no English stands in the pages or in what is shown, outside of main/words", () => {
  const wordsIn = (text: string): boolean => /[A-Za-z]{2,}/.test(text);
  const shown = sources.filter(({ file }) => !Object.hasOwn(forProgrammers, file));
  const found = shown.flatMap(({ file, text }) => {
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
