import fc from "fast-check";
import { expect, test } from "vitest";
import {
  DEFAULT_PREFERENCES,
  PREFERENCE_KEYS,
  parsePreference,
  parsePreferences,
} from "../../../main/core/preferences/preferences.ts";

test("preferences - the defaults are good ones", () => {
  expect(parsePreferences(DEFAULT_PREFERENCES)).toEqual({
    ok: true,
    value: { preferences: DEFAULT_PREFERENCES, refused: [] },
  });
  expect(Object.keys(DEFAULT_PREFERENCES).sort()).toEqual([...PREFERENCE_KEYS].sort());
});

test.each([
  ["remindAfter", 4],
  ["remindAfter", 90.5],
  ["remindAfter", "120"],
  ["workingDays", [0]],
  ["workingDays", [8]],
  ["workingHours", null],
  ["workingHours", { from: "18:00", to: "09:00" }],
  ["workingHours", { from: "9:00", to: "18:00" }],
  ["workingHours", { from: "09:00", to: "24:00" }],
  ["quietHours", { from: "22:00", to: "22:00" }],
  ["quietHours", { from: "22:00" }],
  ["lunch", { from: "13:00", to: "12:00" }],
  ["language", "fr"],
  ["theme", "blue"],
  ["sound", "yes"],
  ["shortcut", "A"],
  ["shortcut", "Control+"],
  ["shortcut", "Control+Alt+한"],
  ["holidays", ["2026-13-01"]],
  ["holidays", ["tomorrow"]],
  ["onlyWorkingHours", "yes"],
  ["quietDays", [8]],
  ["delivery", { "": "off" }],
  ["delivery", { mail: "later" }],
  ["delivery", "mail"],
  ["batchTimes", []],
  ["batchTimes", ["9:00"]],
  ["batchTimes", ["01:00", "02:00", "03:00", "04:00", "05:00", "06:00", "07:00"]],
])("preferences - %s: %j is refused with the key in the reason", (key, value) => {
  const parsed = parsePreference(key, value);
  expect(parsed).toMatchObject({ ok: false, reason: "bad-value" });
  expect(parsed.ok ? "" : parsed.detail).toMatch(new RegExp(`^${key}[.:]`));
});

test.each([
  ["remindAfter", null],
  ["quietHours", { from: "22:00", to: "07:00" }],
  ["quietHours", null],
  ["shortcut", "Control+Alt+A"],
  ["shortcut", "CommandOrControl+Shift+F12"],
  ["shortcut", null],
])("preferences - %s: %j is taken", (key, value) => {
  expect(parsePreference(key, value)).toEqual({ ok: true, value: { [key]: value } });
});

test("preferences - days are sorted and single, ids are canonical and single", () => {
  expect(parsePreference("workingDays", [5, 1, 5])).toEqual({ ok: true, value: { workingDays: [1, 5] } });
  expect(parsePreference("delivery", { Mail: "off" })).toEqual({
    ok: true,
    value: { delivery: { mail: "off" } },
  });
  expect(parsePreference("batchTimes", ["16:00", "11:00", "16:00"])).toEqual({
    ok: true,
    value: { batchTimes: ["11:00", "16:00"] },
  });
});

test("preferences - the muted services of an earlier version are services that are off", () => {
  expect(parsePreference("mutedServices", ["Mail", "mail"])).toEqual({
    ok: true,
    value: { delivery: { mail: "off" } },
  });
  expect(parsePreference("mutedServices", [""])).toMatchObject({ ok: false });
  expect(parsePreference("mutedServices", "mail")).toMatchObject({ ok: false });
});

test.each(["nonsense", "__proto__", "constructor", "toString"])("preferences - there is no %s", (key) => {
  expect(parsePreference(key, 1)).toMatchObject({ ok: false, reason: "unknown-key" });
});

test("preferences - a bad one is left out with its reason, and nothing else is lost", () => {
  expect(parsePreferences({ sound: false, theme: "blue", nonsense: 1 })).toEqual({
    ok: true,
    value: {
      preferences: { sound: false },
      refused: [
        { key: "theme", detail: expect.stringContaining("theme") },
        { key: "nonsense", detail: 'unknown key "nonsense"' },
      ],
    },
  });
  for (const none of [null, [], "x", 5]) expect(parsePreferences(none)).toMatchObject({ ok: false });
});

test("preferences - whatever comes, nothing is thrown and what is taken is taken again", () => {
  const key = fc.oneof(fc.constantFrom(...PREFERENCE_KEYS), fc.string());
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), (given) => {
      const parsed = parsePreferences(given);
      if (!parsed.ok) throw new Error(parsed.detail);
      const { preferences, refused } = parsed.value;
      expect(Object.keys(preferences).length + refused.length).toBe(Object.keys(given).length);
      expect(parsePreferences(preferences)).toEqual({ ok: true, value: { preferences, refused: [] } });
    }),
  );
});
