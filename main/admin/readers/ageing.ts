import type { AgeingLine } from "../../contract/ageing.ts";
import type { ReadEvent } from "./reading.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What waits for one person in one service. */
export interface Waiting {
  readonly count: number;
  /** Since when the oldest of it waits. Milliseconds since the Unix epoch. */
  readonly since: number;
}

/** What a reader knows of everybody. It holds persons. */
export interface Ageing {
  /** Up to this event everything is in it. */
  readonly revision: number;
  /** By service and person. */
  readonly services: Readonly<Record<string, Readonly<Record<string, Waiting>>>>;
}

export const NO_AGEING: Ageing = { revision: 0, services: {} };

/** Takes further events. Those that it has are left out, because a broker delivers some twice. Pure. */
export function withEvents(before: Ageing, events: readonly ReadEvent[]): Ageing {
  let { revision } = before;
  const services = new Map(
    Object.entries(before.services).map(([id, people]) => [id, new Map(Object.entries(people))]),
  );
  for (const { event, revision: next } of events) {
    if (next <= revision) continue;
    revision = next;
    const people = services.get(event.service) ?? new Map<string, Waiting>();
    services.set(event.service, people);
    // Without the service's own word it waits since its count was last 0.
    const since = event.oldestAt ?? people.get(event.user)?.since ?? event.occurredAt;
    if (event.count === 0) people.delete(event.user);
    else people.set(event.user, { count: event.count, since });
  }
  return {
    revision,
    services: Object.fromEntries([...services].map(([id, people]) => [id, Object.fromEntries(people)])),
  };
}

/** The report by service. Pure. @param now milliseconds since the Unix epoch */
export function ageingReport({ services }: Ageing, now: number): readonly AgeingLine[] {
  return Object.entries(services).map(([service, people]) => {
    const all = Object.values(people);
    const ages = all.map(({ since }) => Math.max(0, now - since));
    const between = (from: number, to: number): number =>
      ages.filter((age) => age >= from * DAY && age < to * DAY).length;
    return {
      service,
      count: all.reduce((sum, { count }) => sum + count, 0),
      people: all.length,
      underDay: between(0, 1),
      oneToThreeDays: between(1, 3),
      threeToSevenDays: between(3, 7),
      overSevenDays: between(7, Number.POSITIVE_INFINITY),
      oldestHours: Math.floor(ages.reduce((most, age) => Math.max(most, age), 0) / HOUR),
    };
  });
}
