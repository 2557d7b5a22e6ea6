import { expect, test } from "vitest";
import type { Preferences, SomePreferences } from "../../../main/core/preferences/preferences.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { PreferencesKeeper } from "../../../main/desktop/state/preferences-keeper.ts";

function keeper(loaded: unknown, defaults: SomePreferences = {}) {
  const log: string[] = [];
  let take: (() => object) | undefined;
  let putAside = 0;
  const line = (text: string): void => void log.push(text);
  const kept = new PreferencesKeeper(
    {
      loaded,
      saveSoon: () => {},
      saveNow: (next) => {
        take = next;
      },
      flush: () => {},
      putAside: () => {
        putAside++;
      },
    },
    { info: line, warn: line, error: line },
    () => defaults,
  );
  return { kept, log, saved: () => take?.(), putAside: () => putAside };
}

test("preferences - what was chosen is taken up, and a bad value is told and loses nothing else", () => {
  const { kept, log, putAside } = keeper({ sound: false, theme: "blue" });
  expect(kept.effective).toEqual({ ...DEFAULT_PREFERENCES, sound: false });
  expect(log.join()).toContain("theme");
  expect(putAside()).toBe(0);
});

test.each([
  [undefined, 0],
  [null, 0],
  [{}, 0],
  [{ theme: "blue" }, 1],
  [{ 0: 1, 1: 2 }, 1], // as the store gives a list
  ["x", 1],
  [[], 1],
])(
  "preferences - %j in the file means the defaults; of which nothing is understood is kept aside",
  (loaded, times) => {
    const { kept, putAside } = keeper(loaded);
    expect(kept.effective).toEqual(DEFAULT_PREFERENCES);
    expect(putAside()).toBe(times);
  },
);

test("preferences - a change is saved and told to everybody who listens, until they do not", () => {
  const { kept, saved } = keeper({});
  const heard: Preferences[] = [];
  const stop = kept.onChange((preferences) => heard.push(preferences));
  kept.change({ sound: false });
  stop();
  kept.change({ theme: "dark" });
  expect(heard.map(({ sound }) => sound)).toEqual([false]);
  expect(saved()).toEqual({ sound: false, theme: "dark" });
});

test("preferences - what a policy fixes holds, is not saved, and gives way when the policy does", () => {
  const { kept, saved } = keeper({ theme: "dark" });
  kept.fix({ theme: "light" });
  kept.change({ sound: false });
  expect(kept.effective).toMatchObject({ theme: "light", sound: false });
  expect(saved()).toEqual({ theme: "dark", sound: false });
  kept.fix({});
  expect(kept.effective.theme).toBe("dark");
});

test("preferences - a default of the computer holds until somebody decides, and again when that is taken back", () => {
  const { kept, saved } = keeper({}, { startAtLogin: true });
  expect(kept.effective.startAtLogin).toBe(true);
  kept.change({ startAtLogin: false });
  expect(kept.effective.startAtLogin).toBe(false);
  kept.replace({});
  expect(kept.effective.startAtLogin).toBe(true);
  expect(saved()).toEqual({});
});
