import { expect, test } from "vitest";
import type { Issued } from "../../../main/admin/kit/plan.ts";
import { leaversOf } from "../../../main/admin/people/leavers.ts";
import type { PeopleEvent } from "../../../main/contract/people-event.ts";

const NOW = 1_800_000_000;
const at = (sequence: number) => ({ sequence: BigInt(sequence), epoch: 0, occurredAt: 5 });
const left = (user: string): PeopleEvent => ({ type: "people.left", user, ...at(2) });
const renamed = (user: string, to: string): PeopleEvent => ({ type: "people.renamed", user, to, ...at(1) });
const login = (token: string): Issued => ({ role: "app", token, publicKey: `U${token}`, issuedAt: 1 });
const people = (...ids: string[]) => ids.map((id) => ({ id, aliases: [] }));

test("leavers - who left is on the list, with or without a login, and who is there again is not", () => {
  const directory = { people: people("c"), events: [left("a"), left("b"), left("c")] };
  expect(leaversOf(directory, [login("a")], NOW)).toEqual([
    { id: "a", at: 5, hasLogin: true },
    { id: "b", at: 5, hasLogin: false },
  ]);
});

test("leavers - without a directory anybody is taken, and nobody is on it", () => {
  const events = [left("a"), renamed("b", "c")];
  expect(leaversOf({ people: undefined, events }, [login("a"), login("b")], NOW)).toEqual([]);
});

test("leavers - an old id is on it when the new one has a login, also after an import without the old id", () => {
  const directory = { people: people("b"), events: [renamed("a", "b")] };
  expect(leaversOf(directory, [login("a")], NOW)).toEqual([]);
  expect(leaversOf(directory, [login("a"), login("b")], NOW)).toEqual([
    { id: "a", at: 5, now: "b", hasLogin: true },
  ]);
  const gone = { people: people("c"), events: [renamed("a", "b"), left("b")] };
  expect(leaversOf(gone, [login("a")], NOW).map(({ id }) => id)).toEqual(["a", "b"]);
});
