import { distance } from "fastest-levenshtein";
import type { PeopleEvent } from "../../contract/people-event.ts";
import { PeopleView } from "../../contract/people-view.ts";

/** Edits between two ids that may be the same person's. Of a short id, one. */
const MOST_EDITS = 2;
const SHORT = 4;

/** The people of a directory, by id and alias, with what HR's events have changed. */
export class Directory extends PeopleView {
  /** Everybody's ids with a bit for each character, made when they are needed first. */
  #marked: { readonly ids: readonly string[]; readonly marks: Int32Array } | undefined;

  override apply(event: PeopleEvent): void {
    super.apply(event);
    this.#marked = undefined;
  }

  /**
   * The only id that is one or two edits from an unknown one; undefined when there is none or more than one. An alias is
   * never named, and a number has no neighbour: the next employee number is another person.
   */
  nearest(user: string): string | undefined {
    if (!/\p{L}/u.test(user)) return undefined;
    this.#marked ??= { ids: this.ids, marks: Int32Array.from(this.ids, markOf) };
    const { ids, marks } = this.#marked;
    const mark = markOf(user);
    let least = (user.length <= SHORT ? 1 : MOST_EDITS) + 1;
    let nearest: string | undefined;
    for (const [index, id] of ids.entries()) {
      // An edit changes the length by one at most, and two marks at most. Few ids come further than this.
      if (Math.abs(id.length - user.length) > MOST_EDITS) continue;
      if (bitsIn((marks[index] ?? 0) ^ mark) > 2 * MOST_EDITS) continue;
      const edits = distance(id, user);
      if (edits > least) continue;
      nearest = edits < least ? id : undefined;
      least = edits;
    }
    return nearest;
  }
}

function markOf(id: string): number {
  let mark = 0;
  for (let at = 0; at < id.length; at += 1) mark |= 1 << (id.charCodeAt(at) & 31);
  return mark;
}

function bitsIn(mark: number): number {
  let bits = 0;
  for (let left = mark; left !== 0; left &= left - 1) bits += 1;
  return bits;
}
