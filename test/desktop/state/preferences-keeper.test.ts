import { expect, test } from "vitest";
import type { PolicyLayer } from "../../../main/core/policy/effective.ts";
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

const policy = (some: Partial<Pick<PolicyLayer, "locked" | "defaults">>): PolicyLayer => ({
  file: "/etc/alrimi/policy.json",
  kind: "machine",
  locked: {},
  defaults: {},
  ...some,
});

test("preferences - what a policy fixes holds, is not saved, and gives way when the policy does", () => {
  const { kept, saved } = keeper({ theme: "dark" });
  kept.govern([policy({ locked: { theme: "light" } })]);
  kept.change({ sound: false });
  expect(kept.effective).toMatchObject({ theme: "light", sound: false });
  expect(saved()).toEqual({ theme: "dark", sound: false });
  expect(kept.fixed).toEqual({ theme: "light" });
  kept.govern([]);
  expect(kept.effective.theme).toBe("dark");
});

test("preferences - a policy's default holds until the person chooses, and again after a reset", () => {
  const { kept, saved } = keeper({});
  kept.govern([policy({ defaults: { theme: "light", remindAfter: 30 } })]);
  expect(kept.effective).toMatchObject({ theme: "light", remindAfter: 30 });
  expect(kept.fixed).toEqual({});
  kept.change({ theme: "dark" });
  expect(kept.values.theme).toEqual({ value: "dark", source: "person" });
  expect(saved()).toEqual({ theme: "dark" });
  kept.replace({});
  expect(kept.values.theme).toMatchObject({ value: "light", source: "policy default" });
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
