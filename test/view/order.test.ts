import fc from "fast-check";
import { expect, test } from "vitest";
import { boardOrder, type Placed } from "../../main/view/order.ts";
import type { Certainty } from "../../main/view/situation.ts";
import { eventOf } from "../contract/events.ts";

interface Given {
  readonly certainty: Certainty;
  readonly count: number;
  readonly occurredAt: number;
  readonly dueAt: number | null;
  readonly isMuted: boolean;
}

/** Few different values, so that equal ones meet. */
const time = fc.integer({ min: 0, max: 6 });
const given = fc.array(
  fc.record({
    certainty: fc.constantFrom<Certainty>("sure", "sure", "unsure", "unheard"),
    count: fc.nat({ max: 2 }),
    occurredAt: time,
    dueAt: fc.option(time),
    isMuted: fc.boolean(),
  }),
  { maxLength: 12 },
);

function servicesOf(list: readonly Given[]): { services: Placed[]; muted: Set<string> } {
  return {
    services: list.map(({ certainty, count, occurredAt, dueAt }, index) => ({
      service: { id: `s${index}`, name: {} },
      certainty,
      count: certainty === "sure" || (certainty === "unsure" && count > 0) ? count : undefined,
      event: eventOf({ service: `s${index}`, count, occurredAt, ...(dueAt === null ? {} : { dueAt }) }),
    })),
    muted: new Set(list.flatMap(({ isMuted }, index) => (isMuted ? [`s${index}`] : []))),
  };
}

/** Every pair of neighbours, by their places in the catalog. */
function neighbours(
  list: readonly Given[],
): { before: Given & { at: number }; after: Given & { at: number } }[] {
  const { services, muted } = servicesOf(list);
  const places = boardOrder(services, muted).map(({ service }) => Number(service.id.slice(1)));
  const at = (place: number): Given & { at: number } => {
    const found = list[place];
    if (found === undefined) throw new Error(`no service ${place}`);
    return { ...found, at: place };
  };
  return places.slice(1).map((place, index) => ({ before: at(places[index] ?? 0), after: at(place) }));
}

test("order - loses and doubles no service", () => {
  fc.assert(
    fc.property(given, (list) => {
      const { services, muted } = servicesOf(list);
      expect(new Set(boardOrder(services, muted))).toEqual(new Set(services));
      expect(boardOrder(services, muted)).toHaveLength(services.length);
    }),
  );
});

/** What a place is decided by first: smaller stands before. */
function rankOf({ certainty, count, isMuted }: Given): number {
  if (certainty === "unheard") return isMuted ? 7 : 6;
  const rank = count > 0 ? 0 : certainty === "unsure" ? 1 : 2;
  return rank + (isMuted ? 3 : 0);
}

test("order - what waits, what may wait, what does not; the same of muted ones; then what was never heard of", () => {
  fc.assert(
    fc.property(given, (list) => {
      for (const { before, after } of neighbours(list))
        expect(rankOf(before)).toBeLessThanOrEqual(rankOf(after));
    }),
  );
});

test("order - of what waits, sure or not, the earliest deadline stands first, then the oldest change, then the catalog's place", () => {
  fc.assert(
    fc.property(given, (list) => {
      for (const { before, after } of neighbours(list)) {
        if (rankOf(before) !== rankOf(after) || rankOf(before) % 3 > 0) continue;
        if (before.certainty === "unheard") continue;
        const key = ({ dueAt, occurredAt, at }: typeof before): number[] => [
          dueAt ?? Number.MAX_SAFE_INTEGER,
          occurredAt,
          at,
        ];
        const [one, other] = [key(before), key(after)];
        const different = one.findIndex((value, index) => value !== other[index]);
        expect(one[different]).toBeLessThan(other[different] ?? 0);
      }
    }),
  );
});

test("order - services without a count that waits stay as in the catalog, whatever their dates", () => {
  fc.assert(
    fc.property(given, (list) => {
      for (const { before, after } of neighbours(list)) {
        const rank = rankOf(before);
        if (rank === rankOf(after) && (rank % 3 > 0 || rank >= 6)) expect(before.at).toBeLessThan(after.at);
      }
    }),
  );
});
