import { expect, test } from "vitest";
import type { SomePreferences } from "../../../main/core/preferences/preferences.ts";
import {
  MAX_PREFERENCES_BYTES,
  readPreferences,
  writePreferences,
} from "../../../main/core/preferences/preferences-file.ts";
import { viewOf } from "../../view/settings-inputs.ts";

const read = (text: string) => readPreferences(new TextEncoder().encode(text));

test("preferences file - what was written is read back", () => {
  const chosen: SomePreferences = { theme: "dark", lunch: null, delivery: { mail: "off" } };
  expect(read(writePreferences(chosen))).toEqual({ ok: true, preferences: chosen });
  expect(read("{}")).toEqual({ ok: true, preferences: {} });
});

test("preferences file - one written by a program that marks its text is read", () => {
  expect(read(`\uFEFF{"sound":false}`)).toEqual({ ok: true, preferences: { sound: false } });
});

test("preferences file - anything else is refused whole", () => {
  for (const text of ["", "nope", "[]", "null", "5", '"text"']) {
    expect(read(text)).toEqual({ ok: false, refusal: { kind: "not-settings" } });
  }
  expect(readPreferences(new Uint8Array([0xff, 0xfe, 0x7b]))).toEqual({
    ok: false,
    refusal: { kind: "not-settings" },
  });
  expect(read(" ".repeat(MAX_PREFERENCES_BYTES + 1))).toEqual({ ok: false, refusal: { kind: "too-large" } });
});

test("preferences file - unknown keys and bad values are named, and nothing of the file is taken", () => {
  const refused = read('{"sound":false,"sond":true,"lunch":{"from":"13:00","to":"12:00"},"constructor":1}');
  expect(refused).toEqual({
    ok: false,
    refusal: {
      kind: "bad-entries",
      entries: [
        { kind: "unknown-key", key: "sond" },
        { kind: "bad-value", key: "lunch" },
        { kind: "unknown-key", key: "constructor" },
      ],
    },
  });
});

test("preferences file - what came of it is said in words", () => {
  const file = "/home/hong/a.json";
  const said = (text: string, language: "ko" | "en" = "ko") => {
    const given = read(text);
    if (given.ok) throw new Error("it was taken");
    return viewOf("general", { language, outcome: { kind: "import-refused", file, refusal: given.refusal } })
      .outcome;
  };
  expect(said('{"sond":1,"lunch":5}')).toMatchObject({
    isGood: false,
    text: "가져오지 않았습니다. 바뀐 설정은 없습니다: /home/hong/a.json",
    details: ["알 수 없는 항목: sond", "점심시간: 시작 시각이 끝 시각보다 빨라야 합니다."],
  });
  expect(said("nope")?.details).toEqual(["설정 파일(JSON)이 아닙니다."]);
  const imported = (fixed: number, values: number, language: "ko" | "en") =>
    viewOf("general", { language, outcome: { kind: "imported", file, values, fixed } }).outcome?.text;
  expect(imported(0, 1, "en")).toBe("1 setting imported: /home/hong/a.json");
  expect(imported(1, 2, "en")).toContain("(1 is set by your organization and unchanged)");
  expect(imported(1, 2, "ko")).toContain("1개는 조직 정책으로 고정되어");
});
