import { expect, expectTypeOf, test } from "vitest";
import { type Defined, defined } from "../../main/contract/defined.ts";

test("defined - only keys whose value is undefined are left out, and the order stays", () => {
  const values = { zero: 0, missing: undefined, empty: "", no: false, none: null };
  expect(Object.entries(defined(values))).toEqual([
    ["zero", 0],
    ["empty", ""],
    ["no", false],
    ["none", null],
  ]);
});

test("defined - a key whose value may be undefined becomes optional, any other stays", () => {
  expectTypeOf<Defined<{ a: string | undefined; b: number | null }>>().toEqualTypeOf<{
    a?: string;
    b: number | null;
  }>();
});
