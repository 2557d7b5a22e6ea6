import fc from "fast-check";
import { expect, test } from "vitest";
import { boardOrder, type Placed } from "../../../main/core/view/order.ts";
import { eventOf } from "../events.ts";

interface Given {
  readonly count: number;
  readonly occurredAt: number;
  readonly dueAt: number | null;
  readonly isMuted: boolean;
}

/** Few different values, so that equal ones meet. */
const time = fc.integer({ min: 0, max: 6 });
const given = fc.array(
  fc.record({
    count: fc.nat({ max: 2 }),
    occurredAt: time,
    dueAt: fc.option(time),
    isMuted: fc.boolean(),
  }),
  { maxLength: 12 },
);

function servicesOf(list: readonly Given[]): { services: Placed[]; muted: Set<string> } {
  return {
    services: list.map(({ count, occurredAt, dueAt }, index) => ({
      service: { id: `s${index}`, name: {} },
      count,
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

test("order - what waits stands before what does not, and what is muted after everything else", () => {
  fc.assert(
    fc.property(given, (list) => {
      for (const { before, after } of neighbours(list)) {
        expect(Number(before.isMuted)).toBeLessThanOrEqual(Number(after.isMuted));
        if (before.isMuted === after.isMuted && before.count === 0) expect(after.count).toBe(0);
      }
    }),
  );
});

test("order - of what waits, the earliest deadline stands first, then the oldest change, then the catalog's place", () => {
  fc.assert(
    fc.property(given, (list) => {
      for (const { before, after } of neighbours(list)) {
        if (before.isMuted !== after.isMuted || before.count === 0 || after.count === 0) continue;
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

test("order - services without anything waiting stay as in the catalog, whatever their dates", () => {
  fc.assert(
    fc.property(given, (list) => {
      for (const { before, after } of neighbours(list)) {
        if (before.isMuted === after.isMuted && before.count === 0) expect(before.at).toBeLessThan(after.at);
      }
    }),
  );
});
