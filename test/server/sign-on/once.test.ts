import { expect, test } from "vitest";
import { Once } from "../../../main/server/sign-on/once.ts";

test("once - a text is taken once, and again when its time is over", () => {
  let now = 0;
  const once = new Once(600, 10, () => now);
  expect([once.take("a"), once.take("a"), once.take("b")]).toEqual([true, false, true]);
  now = 599;
  expect(once.take("a")).toBe(false);
  now = 600;
  expect([once.take("a"), once.take("a")]).toEqual([true, false]);
});

test("once - when it is full the oldest text is forgotten, and a refused one takes no room", () => {
  const once = new Once(600, 3, () => 0);
  for (const text of ["a", "b", "c"]) expect(once.take(text)).toBe(true);
  for (const text of ["a", "b", "c"]) expect(once.take(text)).toBe(false);
  expect(once.take("d")).toBe(true);
  expect(["b", "c", "d"].map((text) => once.take(text))).toEqual([false, false, false]);
  expect(once.take("a")).toBe(true);
});
