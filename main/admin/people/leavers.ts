import type { Person } from "../../contract/people.ts";
import { comparePeopleEvents, type PeopleEvent } from "../../contract/people-event.ts";
import { tokenOf } from "../../nats/permissions.ts";
import { type Issued, inForce } from "../kit/plan.ts";

/** An id of which something is left: a count, a report or a login. */
export interface Leaver {
  readonly id: string;
  /** When they left, or got the new id. Milliseconds since the Unix epoch. */
  readonly at: number;
  /** The id that the person has now; undefined for somebody who has left. */
  readonly now?: string;
  /** Whether a login of this id is valid. */
  readonly hasLogin: boolean;
}

/**
 * The ids that HR's events have taken out of the directory. An old id of somebody who stays is among them only when there
 * is a valid login of the new one, because the person would be without any.
 * @param issued the kit's register; empty without a kit
 * @param now seconds since the Unix epoch
 */
export function leaversOf(
  {
    people,
    events,
  }: { readonly people: readonly Person[] | undefined; readonly events: readonly PeopleEvent[] },
  issued: readonly Issued[],
  now: number,
): readonly Leaver[] {
  const holders = new Set(inForce(issued, now).flatMap(({ role, token }) => (role === "app" ? [token] : [])));
  const hasLogin = (id: string): boolean => holders.has(tokenOf(id));
  if (people === undefined) return []; // anybody is taken
  const ids = new Set(people.map(({ id }) => id));
  const idOf = new Map(people.flatMap(({ id, aliases }) => aliases.map((alias) => [alias, id] as const)));
  // A renaming is kept for the new id as well, perhaps later than a newer event of the old id.
  const newest = new Map<string, PeopleEvent>();
  for (const event of events) {
    const before = newest.get(event.user);
    if (before === undefined || comparePeopleEvents(event, before) > 0) newest.set(event.user, event);
  }
  return [...newest.values()].flatMap((event): Leaver[] => {
    const { type, user: id, occurredAt: at } = event;
    if (type === "people.joined" || ids.has(id)) return [];
    // An import may leave out the old id.
    const to = type === "people.renamed" && ids.has(event.to) ? event.to : undefined;
    const owner = idOf.get(id) ?? to;
    if (owner === undefined) return [{ id, at, hasLogin: hasLogin(id) }];
    return hasLogin(owner) ? [{ id, at, now: owner, hasLogin: hasLogin(id) }] : [];
  });
}
