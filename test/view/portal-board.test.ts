import fc from "fast-check";
import { expect, test } from "vitest";
import type { Connection } from "../../main/core/connection.ts";
import { boardView } from "../../main/view/board.ts";
import { portalAsOf, portalBoard } from "../../main/view/portal-board.ts";
import { now, situation } from "./situation.ts";

const connections: readonly Connection[] = [
  { kind: "fresh", since: now, lastContact: now },
  { kind: "stale", lastContact: now - 60_000, cause: "keeper-late" },
  { kind: "syncing", lastContact: null },
];
const event = fc.record({
  service: fc.constantFrom("hr-leave", "mail", "new-system"),
  count: fc.nat({ max: 3 }),
  occurredAt: fc.integer({ min: now - 3 * 86_400_000, max: now }),
});

test("portal board - order, counts and words are those of the app's board, whatever is known", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(event, { selector: ({ service }) => service }),
      fc.constantFrom(...connections),
      fc.constantFrom("ko" as const, "en" as const),
      fc.subarray(["hr-leave", "mail"]),
      (events, connection, language, unsure) => {
        const known = { ...situation({ connection, language }, ...events), unsure: new Set(unsure) };
        const app = boardView(known, now);
        const portal = portalBoard(known, now);
        expect(portal.services.map(({ id }) => id)).toEqual(app.rows.map(({ service }) => service));
        for (const [index, row] of portal.services.entries()) {
          const { digits, countText, due, doubt, changed, isDated, name } = app.rows[index] ?? {};
          expect(row).toMatchObject({ digits, countText, isDated, name });
          expect([row.due, row.doubt, row.changed]).toEqual([due, doubt, changed]);
        }
        expect(portal.total).toMatchObject(app.total);
        expect(portal.status.text).toBe(app.status.text);
        expect(portalAsOf(known, now)).toBe(app.asOf);
        expect([portal.unheard, portal.quiet, portal.isFresh]).toEqual([app.unheard, app.quiet, app.isFresh]);
      },
    ),
  );
});

test("portal board - a count is a number only where the app draws one, and never a 0 that is not of now", () => {
  fc.assert(
    fc.property(fc.array(event), fc.constantFrom(...connections), (events, connection) => {
      const board = portalBoard(situation({ connection }, ...events), now);
      for (const { count, digits } of board.services) expect(count === null).toBe(digits === "–");
      if (!board.isFresh)
        expect([board.total.count, ...board.services.map(({ count }) => count)]).not.toContain(0);
      expect(board.ifLost.total.digits).not.toBe("0");
    }),
  );
});
