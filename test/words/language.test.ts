import { expect, test } from "vitest";
import { languageOf } from "../../main/words/language.ts";

test.each([
  ["ko", "ko"],
  ["ko-KR", "ko"],
  ["ko_KR.UTF-8", "ko"],
  ["KO", "ko"],
  ["kok-IN", "en"],
  ["en-US", "en"],
  ["C", "en"],
  ["", "en"],
])("language - the locale %j speaks %s", (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});
