import fc from "fast-check";
import { expect, test } from "vitest";
import type { ApprovalEvent } from "../../../main/contract/event.ts";
import { compareAge } from "../../../main/contract/order.ts";
import type { Knowledge, KnowledgeInput } from "../../../main/core/knowledge/knowledge.ts";
import { next } from "../../../main/core/knowledge/next.ts";
import { shownServices } from "../../../main/view/situation.ts";
import { arbitraryEvent, eventOf } from "../../contract/events.ts";
import { times } from "../../sample.ts";
import { CATALOG, catalogInput, live, Mind, messageOf, ofKind, retained, subjectOf } from "./mind.ts";

const arbitraryService = fc.constantFrom("hr-leave", "finance-card", "mail");

/** Everything that can be wrong with a message of this person's subjects. */
const arbitraryBad = fc
  .record({ service: arbitraryService, text: fc.constantFrom("", "{", "{}", '{"count":0}', "null") })
  .map(({ service, text }) => ({ origin: subjectOf(service), payload: new TextEncoder().encode(text) }));

const arbitraryOther = arbitraryEvent.map((event) => messageOf({ ...event, user: "kim.ys" }));

const arbitraryMessage = fc.oneof(
  { weight: 4, arbitrary: arbitraryEvent.map(messageOf) },
  { weight: 1, arbitrary: arbitraryBad },
  { weight: 1, arbitrary: arbitraryOther },
);

type Happening = KnowledgeInput | { readonly kind: "pass"; readonly time: number };

const arbitraryHappening: fc.Arbitrary<Happening> = fc.oneof(
  fc.array(arbitraryMessage, { minLength: 1, maxLength: 6 }).map((messages) => live(...messages)),
  fc
    .record({ service: arbitraryService, message: fc.option(arbitraryMessage, { nil: undefined }) })
    .map(({ service, message }) => retained(service, message)),
  fc.record({ kind: fc.constant("unanswered" as const), service: arbitraryService }),
  fc
    .constantFrom<KnowledgeInput[]>(
      [{ kind: "signal", signal: { kind: "connected" } }],
      [{ kind: "signal", signal: { kind: "synced" } }],
      [{ kind: "signal", signal: { kind: "doubted" } }],
      [{ kind: "signal", signal: { kind: "lost", cause: "disconnected" } }],
      [{ kind: "presence", presence: { isLocked: true, isPresenting: false } }],
      [{ kind: "presence", presence: { isLocked: false, isPresenting: false } }],
      [{ kind: "board-opened" }],
      [{ kind: "tick" }],
      [{ kind: "command", command: { kind: "pause", choice: "hour" } }],
      [{ kind: "command", command: { kind: "resume" } }],
      [{ kind: "command", command: { kind: "snooze", services: ["mail"], choice: "hour" } }],
      [catalogInput()],
      [catalogInput({ services: CATALOG.services.slice(1) })],
      [catalogInput("nonsense")],
    )
    .map(([input]) => input as KnowledgeInput),
  fc.record({ kind: fc.constant("pass" as const), time: fc.nat({ max: 20_000 }) }),
);

const arbitraryLife = fc.array(arbitraryHappening, { maxLength: 40 });

function happen(mind: Mind, happening: Happening): void {
  if (happening.kind === "pass") mind.pass(happening.time);
  else mind.take(happening);
}

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
      breath: fc.integer({ min: 1, max: 8 }),
    });
  });
  fc.assert(
    fc.property(deliveries, ({ events, delivered, isRead, breath }) => {
      const mind = new Mind().sync();
      for (let from = 0; from < delivered.length; from += breath) {
        const messages = delivered.slice(from, from + breath).map(messageOf);
        if (isRead.next().value === true) {
          delivered
            .slice(from, from + breath)
            .forEach((event, index) => void mind.take(retained(event.service, messages[index])));
        } else mind.take(live(...messages));
      }
      const newest = new Map<string, ApprovalEvent>();
      for (const event of [...events].sort(compareAge)) newest.set(event.service, event);
      for (const event of newest.values()) mind.take(retained(event.service, messageOf(event)));
      expect(new Map(plain(mind.state))).toEqual(newest);
      expect(mind.state.unsure.size).toBe(0);
      mind.pass(60_000);
      for (const [service, { count }] of newest) {
        expect(mind.state.attention.told.get(service)?.count ?? 0).toBe(count);
      }
    }),
  );
});

test("knowledge - one breath or many: the same messages end in the same knowledge", () => {
  fc.assert(
    fc.property(fc.array(arbitraryMessage, { maxLength: 20 }), (messages) => {
      const together = new Mind().sync().take(live(...messages));
      const apart = new Mind().sync().take(...messages.map((message) => live(message)));
      for (const of of ["ledger", "unreadable", "unsure", "doubts", "connection"] as const) {
        expect(together.state[of]).toEqual(apart.state[of]);
      }
      const tellings = (mind: Mind) => mind.pass(60_000).told.length;
      expect(tellings(together)).toBe(tellings(apart));
    }),
  );
});

test("knowledge - whatever happens, what was never heard is unknown and no count goes back: a service is as its newest good event", () => {
  fc.assert(
    fc.property(arbitraryLife, (life) => {
      const mind = new Mind().sync();
      for (const happening of life) {
        const before = mind.state;
        happen(mind, happening);
        const { state } = mind;
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
      const mind = new Mind().sync();
      for (const happening of life) happen(mind, happening);
      const { state } = mind;
      mind.take(live(...others));
      expect(mind.state).toEqual(state);
      expect(mind.last("refused")).toHaveLength(others.length);
      expect(mind.steps.at(-1)).toHaveLength(others.length);
    }),
  );
});

/** All of it but the calendar, which is two functions. */
const copyOf = ({ person: { calendar: _, ...person }, ...state }: Knowledge) =>
  structuredClone({ ...state, person });

test("knowledge - a step changes nothing that was there, and the same step leads to the same", () => {
  fc.assert(
    fc.property(arbitraryLife, (life) => {
      const mind = new Mind().sync();
      for (const happening of life) {
        const { state: before, now } = mind;
        const copy = copyOf(before);
        if (happening.kind !== "pass") {
          expect(next(before, happening, now)).toEqual(next(before, happening, now));
        }
        happen(mind, happening);
        expect(copyOf(before)).toEqual(copy);
      }
    }),
    { numRuns: times(30, 1_000) },
  );
});

test("knowledge - a step tells at most once, wakes at most once, and answers a reading exactly once", () => {
  fc.assert(
    fc.property(arbitraryLife, (life) => {
      const mind = new Mind().sync();
      for (const happening of life) {
        const from = mind.steps.length;
        happen(mind, happening);
        const steps = mind.steps.slice(from);
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
      const mind = new Mind().sync();
      const events = [...counts]
        .sort((a, b) => a - b)
        .map((count, index) => eventOf({ count, sequence: BigInt(index) }));
      events.forEach((event, index) => {
        const again = Array.from(
          { length: chance.next().value ?? 0 },
          (_, late) => events[index - late] ?? event,
        );
        mind.take(live(...[event, ...again].map(messageOf))).pass(10_000);
      });
      const { connection, ...remembered } = mind.state;
      expect(mind.told.map((decision) => decision.kind === "notice" && decision.count)).toEqual(
        events.map(({ count }) => count),
      );
      const after = new Mind({}, { ...remembered, lastContact: connection.lastContact });
      after.now = mind.now;
      after
        .sync()
        .take(live(...events.map(messageOf)))
        .pass(60_000);
      expect(after.told).toEqual([]);
    }),
  );
});
