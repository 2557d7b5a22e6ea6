import { expect, test } from "vitest";
import { changesOf, removesMany } from "../../../main/admin/people/changes.ts";

const person = (id: string, ...aliases: string[]) => ({ id, aliases });

test("people changes - who is new, who left, and whose aliases are others", () => {
  const before = [person("a"), person("b", "1", "2"), person("c", "3"), person("d", "4")];
  const after = [person("e"), person("d", "4"), person("b", "2", "1"), person("c", "5")];
  expect(changesOf(before, after)).toEqual({ added: ["e"], removed: ["a"], changed: ["c"], unchanged: 2 });
});

test("people changes - the first directory removes nobody", () => {
  const changes = changesOf(undefined, [person("a")]);
  expect(changes).toEqual({ added: ["a"], removed: [], changed: [], unchanged: 0 });
  expect(removesMany(undefined, changes)).toBe(false);
});

test("people changes - more than a fifth that is removed is many", () => {
  const before = Array.from({ length: 10 }, (_, n) => person(`${n}`));
  expect(removesMany(before, changesOf(before, before.slice(2)))).toBe(false);
  expect(removesMany(before, changesOf(before, before.slice(3)))).toBe(true);
});
