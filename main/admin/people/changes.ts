import type { Person } from "../../contract/people.ts";

/** What a new directory changes. Ids in the order of the directories. */
export interface PeopleChanges {
  readonly added: readonly string[];
  /** Leavers: their events are refused from then on. */
  readonly removed: readonly string[];
  /** Those who stay with other aliases. */
  readonly changed: readonly string[];
  readonly unchanged: number;
}

/** @param before undefined without a directory */
export function changesOf(before: readonly Person[] | undefined, after: readonly Person[]): PeopleChanges {
  const left = new Map((before ?? []).map((person) => [person.id, person]));
  const added: string[] = [];
  const changed: string[] = [];
  for (const { id, aliases } of after) {
    const known = left.get(id);
    left.delete(id);
    if (known === undefined) added.push(id);
    else if (!isSameSet(known.aliases, aliases)) changed.push(id);
  }
  const unchanged = after.length - added.length - changed.length;
  return { added, removed: [...left.keys()], changed, unchanged };
}

/** So much of a directory may be removed at once without a second thought: a larger part looks like a wrong file. */
const MOST_REMOVED = 0.2;

/** Whether a new directory leaves out so many people that it may be a wrong file. */
export function removesMany(before: readonly Person[] | undefined, { removed }: PeopleChanges): boolean {
  return removed.length > MOST_REMOVED * (before?.length ?? 0);
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && new Set([...one, ...other]).size === one.length;
}
