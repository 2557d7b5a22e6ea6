import fc from "fast-check";
import { expect, test } from "vitest";
import type { PeopleEvent } from "../../main/contract/people-event.ts";
import { PeopleView } from "../../main/contract/people-view.ts";
import { times } from "../sample.ts";

const at = (sequence: number) => ({ sequence: BigInt(sequence), epoch: 0, occurredAt: sequence });
const joined = (user: string, sequence: number, aliases: string[] = []): PeopleEvent => ({
  ...{ type: "people.joined", user, aliases, ...at(sequence) },
});
const left = (user: string, sequence: number): PeopleEvent => ({
  type: "people.left",
  user,
  ...at(sequence),
});
const renamed = (user: string, to: string, sequence: number, aliases?: string[]): PeopleEvent => ({
  ...{ type: "people.renamed", user, to, ...at(sequence) },
  ...(aliases === undefined ? {} : { aliases }),
});

const HONG = { id: "hong.gd", aliases: ["100234"] };
const KIM = { id: "kim.ys", aliases: [] };

function viewAfter(...events: readonly PeopleEvent[]): PeopleView {
  const view = new PeopleView([HONG, KIM]);
  for (const event of events) view.apply(event);
  return view;
}

test("people view - a joiner is known by id and alias, and a leaver by neither", () => {
  const view = viewAfter(joined("lee.sm", 1, ["100300"]), left("hong.gd", 2));
  expect(view.people).toEqual([KIM, { id: "lee.sm", aliases: ["100300"] }]);
  expect(["100300", "lee.sm", "hong.gd", "100234"].map((name) => view.idOf(name))).toEqual([
    ...["lee.sm", "lee.sm", undefined, undefined],
  ]);
});

test("people view - a new name keeps the aliases, and the old names lead to it", () => {
  const view = viewAfter(renamed("hong.gd", "hong.b", 1), renamed("hong.b", "hong.c", 2, ["100234"]));
  expect(view.people).toEqual([KIM, { id: "hong.c", aliases: ["100234", "hong.gd", "hong.b"] }]);
  for (const name of ["hong.gd", "hong.b", "hong.c", "100234"]) expect(view.idOf(name)).toBe("hong.c");
  expect(viewAfter(renamed("hong.gd", "hong.b", 1)).idOf("100234")).toBe("hong.b");
});

test("people view - a name that somebody leaves, or takes back, or that another person gets", () => {
  const gone = viewAfter(renamed("hong.gd", "hong.b", 1), left("hong.b", 2));
  expect(["hong.gd", "hong.b"].map((name) => gone.idOf(name))).toEqual([undefined, undefined]);
  const back = viewAfter(renamed("hong.gd", "hong.b", 1), renamed("hong.b", "hong.gd", 2, ["100234"]));
  expect(back.people).toEqual([KIM, { id: "hong.gd", aliases: ["100234", "hong.b"] }]);
  const other = viewAfter(renamed("hong.gd", "hong.b", 1), joined("hong.gd", 2));
  expect(["hong.gd", "hong.b"].map((name) => other.idOf(name))).toEqual(["hong.gd", "hong.b"]);
});

test("people view - an earlier id does not lead to another person who gets the later one", () => {
  const moved = renamed("hong.gd", "hong.b", 1);
  for (const other of [joined("hong.b", 3), renamed("kim.ys", "hong.b", 3)])
    expect(viewAfter(moved, left("hong.b", 2), other).idOf("hong.gd")).toBeUndefined();
  const on = renamed("hong.b", "hong.c", 2, ["hong.gd"]);
  expect(viewAfter(moved, on, renamed("kim.ys", "hong.b", 3)).idOf("hong.gd")).toBe("hong.c");
  expect(viewAfter(moved, on).earlierIdsOf("hong.c")).toEqual(["hong.b", "hong.gd"]);
});

test("people view - the names lead nowhere in a circle", () => {
  const view = viewAfter(renamed("a", "b", 1), renamed("b", "c", 5), renamed("c", "a", 3), left("c", 6));
  expect(["a", "b", "c"].map((name) => view.idOf(name))).toEqual(["a", undefined, undefined]);
});

interface World {
  readonly people: Map<string, string>;
  readonly events: PeopleEvent[];
}

/** What HR does to people with a few ids, with one counter: who has an id, and what HR sends. */
const arbitraryWorld = fc
  .array(fc.tuple(fc.nat(2), fc.nat(5), fc.nat(5)), { maxLength: 30 })
  .map((steps): World => {
    const people = new Map([HONG, KIM].map(({ id }) => [id, id]));
    const events: PeopleEvent[] = [];
    const ids = ["hong.gd", "kim.ys", "a", "b", "c", "d"];
    for (const [sequence, [kind, who, whom]] of steps.entries()) {
      const [user = "", to = ""] = [ids[who], ids[whom]];
      const person = people.get(user);
      if (kind === 0 && person === undefined) {
        people.set(user, `${user} ${sequence}`);
        events.push(joined(user, sequence));
      } else if (kind === 1 && person !== undefined) {
        people.delete(user);
        events.push(left(user, sequence));
      } else if (kind === 2 && person !== undefined && !people.has(to) && to !== user) {
        people.delete(user);
        people.set(to, person);
        events.push(renamed(user, to, sequence));
      }
    }
    return { people, events };
  });

test("people view - in any order, and twice, HR's events leave the people whom HR has", () => {
  const shuffled = arbitraryWorld.chain(({ people, events }) =>
    fc.tuple(
      fc.constant(people),
      fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([people, events]) => {
      const view = viewAfter(...events);
      expect([...view.ids].sort()).toEqual([...people.keys()].sort());
      expect(view.size).toBe(people.size);
      for (const id of people.keys()) expect(view.idOf(id)).toBe(id);
    }),
    { numRuns: times(300, 20_000) },
  );
});
