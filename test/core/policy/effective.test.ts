import fc from "fast-check";
import { expect, test } from "vitest";
import {
  effectiveValues,
  lockedOf,
  type PolicyLayer,
  preferencesOf,
} from "../../../main/core/policy/effective.ts";
import {
  DEFAULT_PREFERENCES,
  PREFERENCE_KEYS,
  type SomePreferences,
} from "../../../main/core/preferences/preferences.ts";
import { times } from "../../sample.ts";

const builtIn = DEFAULT_PREFERENCES;
const layer = (file: string, some: Partial<PolicyLayer>): PolicyLayer => ({
  file,
  kind: "machine",
  locked: {},
  defaults: {},
  ...some,
});

test("effective values - without policies and choices, they are the built-in ones", () => {
  const values = effectiveValues(builtIn, [], {});
  expect(preferencesOf(values)).toEqual(builtIn);
  expect(new Set(Object.values(values).map(({ source }) => source))).toEqual(new Set(["built-in"]));
});

test("effective values - built-in, then a policy's default, then the person, then a policy's lock", () => {
  const defaults = layer("10.json", { defaults: { theme: "light" } });
  const lock = layer("20.json", { locked: { theme: "system" } });
  const chosen = { theme: "dark" } as const;
  const theme = (layers: PolicyLayer[], some: SomePreferences) =>
    effectiveValues(builtIn, layers, some).theme;
  expect(theme([], {})).toEqual({ value: "system", source: "built-in" });
  expect(theme([defaults], {})).toEqual({ value: "light", source: "policy default", from: "10.json" });
  expect(theme([defaults], chosen)).toEqual({ value: "dark", source: "person" });
  expect(theme([lock, defaults], chosen)).toEqual({
    value: "system",
    source: "policy lock",
    from: "20.json",
  });
});

test("effective values - the line of a value is that of its own part", () => {
  const lines = { locked: { sound: 3 }, defaults: { sound: 7 } };
  const both = layer("p.json", { locked: { sound: false }, defaults: { sound: true }, lines });
  expect(effectiveValues(builtIn, [both], {}).sound).toEqual({
    value: false,
    source: "policy lock",
    from: "p.json",
    line: 3,
  });
  const { sound } = effectiveValues(builtIn, [{ ...both, locked: {} }], {});
  expect(sound).toMatchObject({ value: true, line: 7 });
});

/** Values that differ from the built-in ones and from one another. */
const reminders = fc.record({ remindAfter: fc.integer({ min: 5, max: 100 }) }, { requiredKeys: [] });
const layers = fc.array(
  fc.record({
    file: fc.uuid(),
    kind: fc.constantFrom("machine" as const, "user" as const),
    locked: reminders,
    defaults: reminders,
  }),
  { maxLength: 6 },
);

test("effective values - the order of the sources holds for all policies", () => {
  fc.assert(
    fc.property(layers, reminders, (policies, chosen) => {
      const { remindAfter } = effectiveValues(builtIn, policies, chosen);
      const last = (part: "locked" | "defaults") => {
        const having = policies.filter((each) => each[part].remindAfter !== undefined);
        // Machine before user, and of one kind the later file.
        const sorted = [...having].sort(
          (a, b) => Number(a.kind === "machine") - Number(b.kind === "machine"),
        );
        return sorted.at(-1);
      };
      const lock = last("locked");
      const standard = last("defaults");
      if (lock !== undefined) {
        const value = lock.locked.remindAfter;
        expect(remindAfter).toEqual({ value, source: "policy lock", from: lock.file });
      } else if (chosen.remindAfter !== undefined) {
        expect(remindAfter).toEqual({ value: chosen.remindAfter, source: "person" });
      } else if (standard !== undefined) {
        const value = standard.defaults.remindAfter;
        expect(remindAfter).toEqual({ value, source: "policy default", from: standard.file });
      } else expect(remindAfter).toEqual({ value: builtIn.remindAfter, source: "built-in" });
    }),
    { numRuns: times(300, 2000) },
  );
});

test("effective values - what the person chooses changes no locked value and no other key", () => {
  fc.assert(
    fc.property(layers, reminders, reminders, (policies, one, other) => {
      const before = effectiveValues(builtIn, policies, one);
      const after = effectiveValues(builtIn, policies, other);
      expect(lockedOf(after)).toEqual(lockedOf(before));
      for (const key of PREFERENCE_KEYS) if (key !== "remindAfter") expect(after[key]).toEqual(before[key]);
    }),
    { numRuns: times(200, 2000) },
  );
});
