import fc from "fast-check";
import { expect, test } from "vitest";
import { Directory } from "../../../main/server/people/directory.ts";
import { times } from "../../sample.ts";

const directory = new Directory([
  { id: "hong.gd", aliases: ["100234", "gildong"] },
  { id: "kim.ys", aliases: ["100235"] },
  { id: "kim.yr", aliases: [] },
]);

test("directory - a person is found by id and by each alias", () => {
  for (const name of ["hong.gd", "100234", "gildong"]) expect(directory.idOf(name)).toBe("hong.gd");
  for (const name of ["hong.gdd", "100236", "__proto__", ""]) expect(directory.idOf(name)).toBeUndefined();
  expect(directory.size).toBe(3);
});

test.each([
  ["one letter more", "hong.gdd", "hong.gd"],
  ["two letters exchanged", "hnog.gd", "hong.gd"],
  ["three edits", "hong.gdxyz", undefined],
  ["two ids that are as near", "kim.yx", undefined],
  ["one id nearer than another", "kim.yss", "kim.ys"],
  ["an employee number, which has no neighbours", "100233", undefined],
  ["an alias, which is not told", "gildongg", undefined],
])("directory - the nearest id of %s", (_, user, nearest) => {
  expect(directory.nearest(user)).toBe(nearest);
});

test("directory - the nearest id is found as by comparing with all", () => {
  const short = fc.string({ unit: fc.constantFrom("a", "b", "c", ".", "가"), minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(fc.uniqueArray(short, { minLength: 1, maxLength: 20 }), short, (ids, user) => {
      const nearest = new Directory(ids.map((id) => ({ id, aliases: [] }))).nearest(user);
      const edits = ids.map((id) => editsBetween(id, user));
      const least = Math.min(...edits);
      const isAlone = edits.filter((each) => each === least).length === 1;
      const most = user.length <= 4 ? 1 : 2;
      const expected =
        /\p{L}/u.test(user) && least <= most && isAlone ? ids[edits.indexOf(least)] : undefined;
      expect(nearest).toBe(expected);
    }),
    { numRuns: times(300, 10_000) },
  );
});

/** The plain table of Levenshtein. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
