import fc from "fast-check";
import { expect, test } from "vitest";
import { defined } from "../../main/contract/defined.ts";
import { boardView } from "../../main/view/board.ts";
import { inOrder, type Placed, rowsInOrder } from "../../main/view/order.ts";
import type { Certainty } from "../../main/view/situation.ts";
import { trayView } from "../../main/view/tray.ts";
import { eventOf } from "../contract/events.ts";
import { inSeoul, seoul } from "../core/attention/seoul.ts";
import { now, situation } from "./situation.ts";

interface Given {
  readonly certainty: Certainty;
  readonly count: number;
  readonly occurredAt: number;
  readonly dueAt: number | null;
  readonly oldestAt: number | null;
  readonly overdue: number | null;
  readonly dueToday: number | null;
  readonly isMuted: boolean;
}

const at = { calendar: seoul, now: 3 };
/** Few different values, so that equal ones meet. Some lie before `at.now`. */
const time = fc.integer({ min: 0, max: 6 });
const given = fc.array(
  fc.record({
    certainty: fc.constantFrom<Certainty>("sure", "sure", "unsure", "unheard"),
    count: fc.nat({ max: 2 }),
    occurredAt: time,
    dueAt: fc.option(time),
    oldestAt: fc.option(time),
    overdue: fc.option(fc.nat({ max: 1 })),
    dueToday: fc.option(fc.nat({ max: 1 })),
    isMuted: fc.boolean(),
  }),
  { maxLength: 12 },
);

function servicesOf(list: readonly Given[]): { services: Placed[]; muted: Set<string> } {
  return {
    services: list.map(({ certainty, count, occurredAt, dueAt, oldestAt, overdue, dueToday }, index) => ({
      service: { id: `s${index}`, name: {} },
      certainty,
      count: certainty === "sure" || (certainty === "unsure" && count > 0) ? count : undefined,
      event: eventOf({
        service: `s${index}`,
        count,
        occurredAt,
        ...defined({
          dueAt: dueAt ?? undefined,
          oldestAt: oldestAt ?? undefined,
          overdue: overdue ?? undefined,
          dueToday: dueToday ?? undefined,
        }),
      }),
    })),
    muted: new Set(list.flatMap(({ isMuted }, index) => (isMuted ? [`s${index}`] : []))),
  };
}

/** Every pair of neighbours, by their places in the catalog. */
function neighbours(
  list: readonly Given[],
): { before: Given & { at: number }; after: Given & { at: number } }[] {
  const { services, muted } = servicesOf(list);
  const places = inOrder(services, muted, at).map(({ service }) => Number(service.id.slice(1)));
  const given = (place: number): Given & { at: number } => {
    const found = list[place];
    if (found === undefined) throw new Error(`no service ${place}`);
    return { ...found, at: place };
  };
  return places.slice(1).map((place, index) => ({ before: given(places[index] ?? 0), after: given(place) }));
}

test("order - loses and doubles no service", () => {
  fc.assert(
    fc.property(given, (list) => {
      const { services, muted } = servicesOf(list);
      expect(new Set(inOrder(services, muted, at))).toEqual(new Set(services));
      expect(inOrder(services, muted, at)).toHaveLength(services.length);
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

/** What is due today without a time comes after every deadline of today, and before tomorrow's. */
const END_OF_TODAY = 24 * 3_600_000 - 9 * 3_600_000;

test("order - of what waits, sure or not: overdue, due, the oldest, and the catalog's place", () => {
  fc.assert(
    fc.property(given, (list) => {
      for (const { before, after } of neighbours(list)) {
        if (rankOf(before) !== rankOf(after) || rankOf(before) % 3 > 0) continue;
        if (before.certainty === "unheard") continue;
        const key = (row: typeof before): number[] => {
          const due = row.dueAt ?? (row.dueToday ? END_OF_TODAY : Number.MAX_SAFE_INTEGER);
          const isLate = due <= at.now || (row.overdue ?? 0) > 0;
          const stage = isLate ? 0 : due === Number.MAX_SAFE_INTEGER ? 2 : 1;
          return [stage, due, row.oldestAt ?? row.occurredAt, row.at];
        };
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

test("order - the board, the tray's menu and tooltip and a notice show the same order", () => {
  const catalog = ["quiet", "old", "due", "late"].map((id) => ({ id, name: { ko: id } }));
  const given = situation(
    { catalog },
    { service: "quiet", count: 0 },
    { service: "old", count: 2, oldestAt: inSeoul(2026, 10, 18) },
    { service: "due", count: 1, dueAt: now + 3_600_000 },
    { service: "late", count: 3, dueAt: now - 3_600_000 },
  );
  const order = ["late", "due", "old", "quiet"];
  expect(boardView(given, now).rows.map(({ service }) => service)).toEqual(order);
  const { menu, tooltip, shortTooltip } = trayView(given, now);
  const services = menu.flatMap((item) => ("label" in item ? [item.label.split("  ")[0]] : []));
  expect(services.filter((label) => order.includes(label ?? ""))).toEqual(order);
  for (const text of [tooltip, shortTooltip]) {
    expect(text.match(/^(late|due|old)/gm)).toEqual(order.slice(0, 3));
  }
  const rows = [...given.ledger.values()].map((event) => ({ ...event, toldCount: 0 }));
  expect(rowsInOrder(rows, given, now).map(({ service }) => service)).toEqual(order);
});
