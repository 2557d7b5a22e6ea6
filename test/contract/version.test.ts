import { expect, test } from "vitest";
import { compareVersions } from "../../main/contract/version.ts";

test.each([
  ["0.1.0", "0.2.0"],
  ["0.9.0", "0.10.0"],
  ["0.1.0", "0.1.0.1"],
  ["0.1.0-beta", "0.1.1"],
])("version - %s is older than %s", (one, other) => {
  expect(compareVersions(one, other)).toBeLessThan(0);
  expect(compareVersions(other, one)).toBeGreaterThan(0);
});

test("version - equal numbers are equal", () => {
  expect(compareVersions("1.2.3", "1.2.3+linux")).toBe(0);
});
