import { expect, test } from "vitest";
import { describeAppLine } from "../../../build/demo/app-lines.ts";
import { html } from "../../../build/demo/html.ts";
import { languageOf } from "../../../build/demo/words.ts";

test("demo - inserted text is escaped, markup of ours is not", () => {
  expect(html`<p title="${'"<&'}">${html`<b>${1}</b>`}</p>`.text).toBe(
    '<p title="&#34;&#60;&#38;"><b>1</b></p>',
  );
});

test("demo - the language is English for an English locale and Korean otherwise", () => {
  expect(languageOf({ LANG: "en_GB.UTF-8" })).toBe("en");
  expect(languageOf({ LANG: "en_GB.UTF-8", LC_ALL: "ko_KR.UTF-8" })).toBe("ko");
  expect(languageOf({ LANG: "C.UTF-8" })).toBe("ko");
  expect(languageOf({})).toBe("ko");
});

test("demo - of the app's log the terminal shows connection, notices and warnings, in the person's words", () => {
  const shown = (said: string): string | undefined =>
    describeAppLine("en", `2026-11-22T09:00:00.000Z ${said}`);
  expect(shown("info connection: fresh")).toBe("up to date");
  expect(shown('info told: {"kind":"notice","service":"mail","count":3,"toldCount":2}')).toBe(
    "notified (Mail 3)",
  );
  expect(
    shown('info told: {"kind":"digest","rows":[{"service":"mail","count":3},{"service":"x","count":1}]}'),
  ).toBe("notified (Mail 3, x 1)");
  expect(shown("warn event refused: bad-count")).toBe("event refused: bad-count");
  expect(shown("warn problem: do-not-disturb: ")).toMatch(/^“Do not disturb” is on/);
  expect(shown("warn problem: shortcut-taken: Ctrl+Alt+A")).toMatch(/^The shortcut Ctrl\+Alt\+A is used/);
  expect(shown("warn problem: policy-refused: a.json no JSON")).toBe(
    "problem: policy-refused: a.json no JSON",
  );
  expect(shown("warn problem: constructor: ")).toBe("problem: constructor: ");
  expect(shown("info not told: collecting")).toBeUndefined();
  expect(describeAppLine("en", "[123:ERROR] gpu chatter")).toBeUndefined();
});
