import fc from "fast-check";
import { expect, test } from "vitest";
import type { ApprovalEvent } from "../../../main/contract/event.ts";
import { compareAge } from "../../../main/contract/order.ts";
import type { Knowledge } from "../../../main/core/knowledge/knowledge.ts";
import { next } from "../../../main/core/knowledge/next.ts";
import { shownServices } from "../../../main/view/situation.ts";
import { arbitraryEvent, eventOf } from "../../contract/events.ts";
import { times } from "../../sample.ts";
import { arbitraryLife, arbitraryMessage, arbitraryOther, happen } from "./arbitrary-life.ts";
import { KnowledgeRun, live, messageOf, ofKind, retained } from "./knowledge-run.ts";

/** By service, whatever the order in which they came. */
function plain(state: Knowledge): [string, ApprovalEvent][] {
  return [...state.ledger].sort(([a], [b]) => (a < b ? -1 : 1));
}

test("knowledge - any order, doubling and interleaving of the same events, sent or read, ends the same and is sure", () => {
  const deliveries = fc.array(arbitraryEvent, { minLength: 1, maxLength: 30 }).chain((events) => {
    const twice = [...events, ...events];
    return fc.record({
      events: fc.constant(events),
      delivered: fc.shuffledSubarray(twice, { minLength: twice.length }),
      isRead: fc.infiniteStream(fc.boolean()),
      batch: fc.integer({ min: 1, max: 8 }),
    });
  });
  fc.assert(
    fc.property(deliveries, ({ events, delivered, isRead, batch }) => {
      const run = new KnowledgeRun().sync();
      for (let from = 0; from < delivered.length; from += batch) {
        const messages = delivered.slice(from, from + batch).map(messageOf);
        if (isRead.next().value === true) {
          delivered
            .slice(from, from + batch)
            .forEach((event, index) => void run.take(retained(event.service, messages[index])));
        } else run.take(live(...messages));
      }
      const newest = new Map<string, ApprovalEvent>();
      for (const event of [...events].sort(compareAge)) newest.set(event.service, event);
      for (const event of newest.values()) run.take(retained(event.service, messageOf(event)));
      expect(new Map(plain(run.state))).toEqual(newest);
      expect(run.state.unsure.size).toBe(0);
      run.pass(60_000);
      for (const [service, { count }] of newest) {
        expect(run.state.attention.told.get(service)?.count ?? 0).toBe(count);
      }
    }),
  );
});

test("knowledge - one batch or many: the same messages end in the same knowledge", () => {
  fc.assert(
    fc.property(fc.array(arbitraryMessage, { maxLength: 20 }), (messages) => {
      const together = new KnowledgeRun().sync().take(live(...messages));
      const apart = new KnowledgeRun().sync().take(...messages.map((message) => live(message)));
      for (const of of ["ledger", "unreadable", "unsure", "doubts", "connection"] as const) {
        expect(together.state[of]).toEqual(apart.state[of]);
      }
      const tellings = (run: KnowledgeRun) => run.pass(60_000).told.length;
      expect(tellings(together)).toBe(tellings(apart));
    }),
  );
});

test("knowledge - whatever happens, what was never heard is unknown and no count goes back: a service is as its newest good event", () => {
  fc.assert(
    fc.property(arbitraryLife, (life) => {
      const run = new KnowledgeRun().sync();
      for (const happening of life) {
        const before = run.state;
        happen(run, happening);
        const { state } = run;
        for (const [service, event] of before.ledger) {
          const after = state.ledger.get(service);
          if (after === undefined) expect(state.retired.has(service)).toBe(true);
          else if (after !== event) expect(compareAge(after, event)).toBeGreaterThan(0);
        }
        const shown = shownServices({ ...state, language: "ko", linkOrigins: [] });
        for (const { service, count, certainty } of shown) {
          const held = state.ledger.get(service.id)?.count;
          if (count !== undefined) expect(count).toBe(held);
          if (held === undefined || certainty === "unsure") expect(count).not.toBe(0);
        }
        for (const { user } of state.ledger.values()) expect(user).toBe("hong.gd");
        for (const service of state.unsure) expect(state.retired.has(service)).toBe(false);
      }
    }),
  );
});

test("knowledge - other users' events change nothing at any time", () => {
  fc.assert(
    fc.property(arbitraryLife, fc.array(arbitraryOther, { minLength: 1, maxLength: 5 }), (life, others) => {
      const run = new KnowledgeRun().sync();
      for (const happening of life) happen(run, happening);
      const { state } = run;
      run.take(live(...others));
      expect(run.state).toEqual(state);
      expect(run.last("refused")).toHaveLength(others.length);
      expect(run.steps.at(-1)).toHaveLength(others.length);
    }),
  );
});

/** All of it but the calendar, which is two functions. */
const copyOf = ({ person: { calendar: _, ...person }, ...state }: Knowledge) =>
  structuredClone({ ...state, person });

test("knowledge - a step changes nothing that was there, and the same step leads to the same", () => {
  fc.assert(
    fc.property(arbitraryLife, (life) => {
      const run = new KnowledgeRun().sync();
      for (const happening of life) {
        const { state: before, now } = run;
        const copy = copyOf(before);
        if (happening.kind !== "pass") {
          expect(next(before, happening, now)).toEqual(next(before, happening, now));
        }
        happen(run, happening);
        expect(copyOf(before)).toEqual(copy);
      }
    }),
    { numRuns: times(30, 1_000) },
  );
});

test("knowledge - a step tells at most once, wakes at most once, and answers a reading exactly once", () => {
  fc.assert(
    fc.property(arbitraryLife, (life) => {
      const run = new KnowledgeRun().sync();
      for (const happening of life) {
        const from = run.steps.length;
        happen(run, happening);
        const steps = run.steps.slice(from);
        for (const effects of steps) {
          expect(ofKind(effects, "tell").length).toBeLessThanOrEqual(1);
          expect(ofKind(effects, "wake").length).toBeLessThanOrEqual(1);
          expect(ofKind(effects, "found")).toHaveLength(happening.kind === "retained" ? 1 : 0);
          const withdrawn = ofKind(effects, "withdraw").map(({ tag }) => tag);
          expect(new Set(withdrawn).size).toBe(withdrawn.length);
        }
      }
    }),
  );
});

test("knowledge - a count is told once: neither doubled nor late events, nor a restart, tell it again", () => {
  const rises = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(rises, fc.infiniteStream(fc.nat({ max: 5 })), (counts, chance) => {
      const run = new KnowledgeRun().sync();
      const events = [...counts]
        .sort((a, b) => a - b)
        .map((count, index) => eventOf({ count, sequence: BigInt(index) }));
      events.forEach((event, index) => {
        const again = Array.from(
          { length: chance.next().value ?? 0 },
          (_, late) => events[index - late] ?? event,
        );
        run.take(live(...[event, ...again].map(messageOf))).pass(10_000);
      });
      const { connection, ...remembered } = run.state;
      expect(run.told.map((decision) => decision.kind === "notice" && decision.count)).toEqual(
        events.map(({ count }) => count),
      );
      const after = new KnowledgeRun({}, { ...remembered, lastContact: connection.lastContact });
      after.now = run.now;
      after
        .sync()
        .take(live(...events.map(messageOf)))
        .pass(60_000);
      expect(after.told).toEqual([]);
    }),
  );
});
