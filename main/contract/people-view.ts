import type { Person } from "./people.ts";
import { comparePeopleEvents, idsIn, type PeopleEvent } from "./people-event.ts";

/**
 * The people of an imported directory as HR's events since then have changed it. Each id is decided on its own, by the
 * newest of HR's events about it, to which a renaming to it belongs. So the order in which they are applied does not matter.
 */
export class PeopleView {
  readonly #imported: ReadonlyMap<string, Person>;
  readonly #people: Map<string, Person>;
  /** Ids by alias. */
  readonly #aliases = new Map<string, string>();
  /** HR's newest event about each id. */
  readonly #newest = new Map<string, PeopleEvent>();
  /** The old ids that were ever renamed to an id. */
  readonly #renamed = new Map<string, Set<string>>();

  constructor(imported: readonly Person[]) {
    this.#imported = new Map(imported.map((person) => [person.id, person]));
    this.#people = new Map(this.#imported);
    for (const person of imported) this.#addAliases(person);
  }

  get size(): number {
    return this.#people.size;
  }

  get ids(): readonly string[] {
    return [...this.#people.keys()];
  }

  /** Everybody, with the ids that they had before as aliases. */
  get people(): readonly Person[] {
    const earlier = new Map<string, string[]>();
    for (const id of this.#newest.keys()) {
      const now = this.#people.has(id) ? undefined : this.idOf(id);
      if (now !== undefined) earlier.set(now, [...(earlier.get(now) ?? []), id]);
    }
    return [...this.#people.values()].map(({ id, aliases }) => ({
      id,
      aliases: [...new Set([...aliases, ...(earlier.get(id) ?? [])])],
    }));
  }

  /** @param id a canonical id */
  person(id: string): Person | undefined {
    return this.#people.get(id);
  }

  /** The id of a person by id, alias or an earlier id; undefined for an unknown one. @param name a canonical id */
  idOf(name: string): string | undefined {
    const seen = new Set<string>();
    for (let id = name; !seen.has(id); ) {
      seen.add(id);
      if (this.#people.has(id)) return id;
      const event = this.#newest.get(id);
      if (event?.type !== "people.renamed" || this.#isOthers(event.to, event)) break;
      id = event.to;
    }
    return this.#aliases.get(name);
  }

  /** The ids that a person had before, of which nobody else has one. */
  earlierIdsOf(id: string): readonly string[] {
    const ids = new Set([id]);
    for (const each of ids) {
      for (const old of this.#renamed.get(each) ?? []) if (this.idOf(old) === id) ids.add(old);
    }
    ids.delete(id);
    return [...ids];
  }

  /** HR's newest event about an id: its own, or a renaming to it. */
  newestAbout(id: string): PeopleEvent | undefined {
    return this.#newest.get(id);
  }

  /** Takes an event of HR for the ids of which no newer one is known. */
  apply(event: PeopleEvent): void {
    for (const id of idsIn(event)) {
      const before = this.#newest.get(id);
      if (before !== undefined && comparePeopleEvents(event, before) < 0) continue;
      this.#newest.set(id, event);
      this.#decide(id, event);
    }
    if (event.type !== "people.renamed") return;
    this.#renamed.set(event.to, (this.#renamed.get(event.to) ?? new Set()).add(event.user));
  }

  /** Whether an id was given away again since a renaming to it. Whoever has it still has the earlier ids as aliases. */
  #isOthers(id: string, renaming: PeopleEvent): boolean {
    const newest = this.#newest.get(id);
    if (newest === undefined || comparePeopleEvents(newest, renaming) <= 0) return false;
    return newest.type === "people.joined" || (newest.type === "people.renamed" && newest.to === id);
  }

  #decide(id: string, event: PeopleEvent): void {
    const before = this.#people.get(id);
    for (const alias of before?.aliases ?? []) {
      if (this.#aliases.get(alias) === id) this.#aliases.delete(alias);
    }
    const person = this.#personBy(event, id);
    if (person === undefined) this.#people.delete(id);
    else {
      this.#people.set(id, person);
      this.#addAliases(person);
    }
  }

  /** Undefined when the event says that nobody has this id. */
  #personBy(event: PeopleEvent, id: string): Person | undefined {
    const has = event.type === "people.joined" || (event.type === "people.renamed" && event.to === id);
    if (!has) return undefined;
    const aliases = event.aliases ?? this.#imported.get(event.user)?.aliases ?? [];
    return { id, aliases: aliases.filter((alias) => alias !== id) };
  }

  #addAliases({ id, aliases }: Person): void {
    for (const alias of aliases) this.#aliases.set(alias, id);
  }
}
