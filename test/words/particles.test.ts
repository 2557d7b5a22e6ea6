import { expect, test } from "vitest";
import { asSubject, asTarget } from "../../main/words/particles.ts";

test("particles - follow the last digit as it is read", () => {
  const versions = [...Array(10).keys()].map((digit) => `1.${digit}`);
  expect(versions.map((version) => asSubject(version).slice(3)).join("")).toBe("이이가이가가이이이가");
  expect(versions.map((version) => asTarget(version).slice(3)).join(" ")).toBe(
    "으로 로 로 으로 로 로 으로 로 로 로",
  );
});

test("particles - both stand where the reading is not known", () => {
  expect([asSubject("1.0-beta"), asTarget("1.0-beta")]).toEqual(["1.0-beta이(가)", "1.0-beta(으)로"]);
});
