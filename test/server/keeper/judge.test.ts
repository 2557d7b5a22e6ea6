import fc from "fast-check";
import { expect, test } from "vitest";
import type { SentEvent } from "../../../main/contract/event.ts";
import { compareAge } from "../../../main/contract/order.ts";
import { judge, judgeBurst } from "../../../main/server/keeper/judge.ts";
import { arbitraryEvent, eventOf } from "../../contract/events.ts";
import { times } from "../../sample.ts";

const RETAINED = eventOf({ sequence: 10n, occurredAt: 1_000, count: 3 });

test.each([
  ["the first event", eventOf(), undefined, undefined],
  ["a larger sequence", eventOf({ sequence: 11n }), RETAINED, undefined],
  ["a larger epoch", eventOf({ epoch: 1, sequence: 0n }), RETAINED, undefined],
  ["a larger generation", eventOf({ generation: 1, sequence: 0n }), RETAINED, undefined],
  ["the same event", RETAINED, RETAINED, { outcome: "kept", reason: "duplicate" }],
  [
    "a delayed event",
    eventOf({ sequence: 9n, occurredAt: 999 }),
    RETAINED,
    { outcome: "older", reason: "superseded", newest: { epoch: 0, sequence: 10n } },
  ],
  [
    "a number that went back",
    eventOf({ sequence: 2n, occurredAt: 1_001 }),
    RETAINED,
    { outcome: "older", reason: "sequence-went-back", newest: { epoch: 0, sequence: 10n } },
  ],
  [
    "a number that did not grow",
    eventOf({ sequence: 10n, occurredAt: 1_001, count: 4 }),
    RETAINED,
    { outcome: "older", reason: "sequence-went-back", newest: { epoch: 0, sequence: 10n } },
  ],
  [
    "an older generation",
    eventOf({ sequence: 11n, occurredAt: 1_001 }),
    eventOf({ ...RETAINED, generation: 1 }),
    { outcome: "older", reason: "sequence-went-back", newest: { epoch: 0, sequence: 10n } },
  ],
])("judge - %s", (_, event, retained, verdict) => {
  expect(judge(event, retained)).toEqual(verdict);
});

test("judge - of a burst in any order the newest is written, if it is newer than what is retained", () => {
  const sent = fc.array(
    arbitraryEvent.map(({ generation: _, ...event }): SentEvent => ({ ...event, service: "mail" })),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(
      sent,
      fc.option(arbitraryEvent, { nil: undefined }),
      fc.nat(2),
      (events, kept, generation) => {
        const items = events.map((each) => ({ sent: each }));
        const { write, others } = judgeBurst(items, generation, kept);
        const all = [
          ...events.map((each) => ({ ...each, generation })),
          ...(kept === undefined ? [] : [kept]),
        ];
        const newest = all.reduce(
          (best, each) => (compareAge(each, best) > 0 ? each : best),
          all[0] ?? eventOf(),
        );
        const retained = write?.event ?? kept;
        if (retained !== undefined) expect(compareAge(retained, newest)).toBe(0);
        if (write !== undefined && kept !== undefined)
          expect(compareAge(write.event, kept)).toBeGreaterThan(0);
        expect(others.length + (write === undefined ? 0 : 1)).toBe(items.length);
      },
    ),
    { numRuns: times(200, 2_000) },
  );
});
