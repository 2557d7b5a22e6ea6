import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LANGUAGES } from "../../main/contract/catalog.ts";
import { DEFAULT_PREFERENCES } from "../../main/core/preferences/preferences.ts";
import { wordsIn } from "../../main/words/index.ts";

/** Every text in a catalogue; of one that is made, the function that makes it. */
function textsIn(catalogue: object): readonly (string | { readonly maker: string })[] {
  return Object.values(catalogue).flatMap((entry: unknown) => {
    if (typeof entry === "string") return [entry];
    if (typeof entry === "function") return [{ maker: String(entry) }];
    return typeof entry === "object" && entry !== null ? textsIn(entry) : [];
  });
}

test.each(LANGUAGES)("guide - the names in %s are those on the screen", (language) => {
  const guide = guideIn(language);
  const names = [...guide.matchAll(/\*\*(.+?)\*\*/g)].map(([, name = ""]) => name);
  const texts = textsIn(wordsIn(language));
  const isShown = (name: string): boolean =>
    texts.some((text) => (typeof text === "string" ? text === name : text.maker.includes(name)));
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name, index) => index > 0 && !isShown(name))).toEqual([]); // the first is an example of bold
});

test.each(LANGUAGES)("guide - the hours in %s are the defaults", (language) => {
  const { workingHours, lunch } = DEFAULT_PREFERENCES;
  for (const span of [workingHours, lunch]) {
    expect(guideIn(language)).toContain(`${span?.from}–${span?.to}`);
  }
});

function guideIn(language: string): string {
  return readFileSync(join(import.meta.dirname, `../../build/guide/${language}.md`), "utf8");
}
