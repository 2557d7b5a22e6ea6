import fc from "fast-check";
import { expect, test } from "vitest";
import type { ApprovalEvent } from "../../../main/contract/event.ts";
import { compareAge } from "../../../main/contract/order.ts";
import { applyEvent, judgeEvent, type Ledger } from "../../../main/core/knowledge/ledger.ts";
import { arbitraryEvent, eventOf } from "../../contract/events.ts";

const empty: Ledger = new Map();

function applyAll(events: readonly ApprovalEvent[]): Ledger {
  return events.reduce(applyEvent, empty);
}

test("ledger - the first event of a service is taken", () => {
  const event = eventOf();
  expect(applyEvent(empty, event)).toEqual(new Map([["hr-leave", event]]));
});

test("ledger - a lower sequence changes nothing", () => {
  const ledger = applyAll([eventOf({ sequence: 5n })]);
  expect(judgeEvent(ledger, eventOf({ sequence: 4n, count: 9 }))).toBe("stale");
  expect(applyEvent(ledger, eventOf({ sequence: 4n, count: 9 }))).toBe(ledger);
});

test("ledger - an equal sequence is a duplicate, whatever it says", () => {
  const ledger = applyAll([eventOf({ sequence: 5n })]);
  expect(judgeEvent(ledger, eventOf({ sequence: 5n, count: 9 }))).toBe("duplicate");
  expect(applyEvent(ledger, eventOf({ sequence: 5n, count: 9 }))).toBe(ledger);
});

test("ledger - a higher epoch is newer though its sequence is lower", () => {
  const ledger = applyAll([eventOf({ epoch: 0, sequence: 500n })]);
  const restarted = eventOf({ epoch: 1, sequence: 1n, count: 1 });
  expect(judgeEvent(ledger, restarted)).toBe("newer");
  expect(judgeEvent(applyAll([restarted]), eventOf({ epoch: 0, sequence: 501n }))).toBe("stale");
});

test("ledger - sequences beyond 2^53 are told apart", () => {
  const ledger = applyAll([eventOf({ sequence: 2n ** 53n })]);
  expect(judgeEvent(ledger, eventOf({ sequence: 2n ** 53n + 1n }))).toBe("newer");
});

test("ledger - applying leaves the old ledger as it was", () => {
  const before = applyAll([eventOf({ sequence: 1n })]);
  applyEvent(before, eventOf({ sequence: 2n, count: 9 }));
  expect(before.get("hr-leave")?.count).toBe(3);
});

test("ledger - any order, doubling and interleaving ends with the newest event of each service", () => {
  const deliveries = fc.array(arbitraryEvent, { minLength: 1, maxLength: 60 }).chain((events) =>
    fc.record({
      events: fc.constant(events),
      delivered: fc
        .shuffledSubarray(
          events.flatMap((event) => [event, event]),
          { minLength: events.length * 2 },
        )
        .map((twice) => [...twice, ...events]),
    }),
  );
  fc.assert(
    fc.property(deliveries, ({ events, delivered }) => {
      const newest = new Map<string, ApprovalEvent>();
      for (const event of [...events].sort(compareAge)) newest.set(event.service, event);
      const plain = (ledger: Ledger) => new Map([...ledger].sort(([a], [b]) => (a < b ? -1 : 1)));
      expect(plain(applyAll(delivered))).toEqual(plain(newest));
    }),
  );
});
