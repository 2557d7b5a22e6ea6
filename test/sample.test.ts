import { expect, test } from "vitest";
import { sample } from "./sample.ts";

const LOOKS = ["light", "dark", "forced"];

test("sample - usually the worst cases, in the long run all", () => {
  const isDark = (look: string): boolean => look === "dark";
  expect(sample(LOOKS, isDark, false)).toEqual(["dark"]);
  expect(sample(LOOKS, isDark, true)).toEqual(LOOKS);
});

test("sample - a sample of nothing is an error in both runs: its cases were renamed", () => {
  for (const isLong of [false, true]) expect(() => sample(LOOKS, () => false, isLong)).toThrow("none of 3");
});
