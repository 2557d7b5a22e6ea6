import fc from "fast-check";
import { expect, test } from "vitest";
import type { Delivery } from "../../../main/contract/catalog.ts";
import { rowsOf } from "../../../main/core/attention/decision.ts";
import { deliveryOf, presetsOf } from "../../../main/core/attention/delivery.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { times } from "../../sample.ts";
import { Desk, HOUR, MINUTE, monday } from "./desk.ts";

const usual = { remindAfter: 120, morningDigest: true };
const batched = { delivery: { mail: "batched" } } as const;

test("delivery - what the person chose, else what the catalog says, else at once", () => {
  const presets = presetsOf([
    { id: "mail", name: {}, delivery: "batched" },
    { id: "card", name: {} },
  ]);
  const of = (service: string, delivery: Record<string, Delivery>) =>
    deliveryOf(service, { presets, preferences: { ...DEFAULT_PREFERENCES, delivery } });
  expect(of("mail", {})).toBe("batched");
  expect(of("mail", { mail: "now" })).toBe("now");
  expect(of("card", { mail: "now" })).toBe("now");
  expect(of("toString", {})).toBe("now");
});

test("batched - a day of 60 mails is three notices", () => {
  const desk = new Desk({ mail: 3 }, { ...usual, ...batched }, monday("07:00"));
  for (let count = 4; count <= 63; count++) {
    desk.count("mail", count);
    desk.pass(10 * MINUTE);
  }
  desk.passUntil(monday("23:59"));
  expect(desk.toldAt).toEqual([
    "Mon 09:00 morning mail 15",
    "Mon 11:00 notice mail 28",
    "Mon 16:00 notice mail 58",
  ]);
  expect(desk.silences.filter((reason) => reason === "batched")).toHaveLength(58); // two came with a batch
});

test("batched - whatever comes on a day, without deadlines there are at most three notices, and nothing is forgotten", () => {
  const mail = fc.record({ wait: fc.integer({ min: 0, max: 60 }), change: fc.integer({ min: -3, max: 6 }) });
  fc.assert(
    fc.property(fc.array(mail, { maxLength: 60 }), (mails) => {
      const desk = new Desk({}, { ...usual, ...batched }, monday("00:10"));
      for (const { wait, change } of mails) {
        if (desk.now >= monday("23:00")) break;
        desk.count("mail", Math.max(0, (desk.counts.get("mail")?.count ?? 0) + change));
        desk.pass(wait * MINUTE);
      }
      desk.passUntil(monday("23:59"));
      expect(desk.told.length).toBeLessThanOrEqual(3);
      desk.passUntil(monday("11:30", 1));
      expect(desk.attention.told.get("mail")?.count ?? 0).toBe(desk.counts.get("mail")?.count ?? 0);
    }),
    { numRuns: times(100, 2_000) },
  );
});

test("batched - a PC that was off at the time tells it when it is on again, once", () => {
  const desk = new Desk({}, batched, monday("10:00"));
  desk.count("mail", 2);
  desk.now = monday("14:00"); // it slept
  desk.input({ kind: "tick" });
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 14:00 notice mail 2"]);
  desk.count("mail", 3);
  desk.passUntil(monday("15:59"));
  expect(desk.told).toHaveLength(1);
});

test("batched - several services are one digest that says so", () => {
  const desk = new Desk({}, { delivery: { mail: "batched", card: "batched" } }, monday("10:00"));
  desk.count("mail", 2);
  desk.count("card", 1);
  desk.passUntil(monday("12:00"));
  expect(desk.toldAt).toEqual(["Mon 11:00 batch mail 2, card 1"]);
});

test("batched - beside it, other services are told at once, and it does not come along", () => {
  const desk = new Desk({}, batched, monday("10:00"));
  desk.count("mail", 2);
  desk.count("leave", 1);
  desk.passUntil(monday("12:00"));
  expect(desk.toldAt).toEqual(["Mon 10:00 notice leave 1", "Mon 11:00 notice mail 2"]);
});

test("batched - the times are the person's", () => {
  const desk = new Desk({}, { ...batched, batchTimes: ["10:30", "22:00"] }, monday("10:00"));
  desk.count("mail", 2);
  desk.passUntil(monday("12:00"));
  desk.count("mail", 3);
  desk.passUntil(monday("23:00"));
  expect(desk.toldAt).toEqual(["Mon 10:30 notice mail 2", "Mon 22:00 notice mail 3"]);
});

test("batched - what the person has looked at is not told", () => {
  const desk = new Desk({}, batched, monday("10:00"));
  desk.count("mail", 2);
  desk.input({ kind: "seen", services: "all" });
  desk.passUntil(monday("20:00"));
  expect(desk.told).toEqual([]);
  expect(desk.silences).toEqual(["batched", "seen"]);
});

test("urgent only - neither news nor reminders nor digests; deadlines and what is overdue", () => {
  const desk = new Desk({ leave: 1 }, { ...usual, delivery: { leave: "urgent" } }, monday("08:00"));
  desk.count("leave", 3, monday("15:00", 2));
  desk.passUntil(monday("18:30", 2));
  expect(desk.silences).toContain("not-urgent");
  expect(desk.toldAt.slice(0, 2)).toEqual(["Tue 15:00 notice leave 3", "Tue 17:00 reminder leave 3"]);
  expect(desk.toldAt).toContain("Wed 13:00 deadline leave 3");
  expect(desk.toldAt).toContain("Wed 15:00 deadline leave 3");
});

test("deadlines - break through in all but off", () => {
  for (const delivery of ["now", "batched", "urgent", "off"] as const) {
    const desk = new Desk({ leave: 1 }, { delivery: { leave: delivery } }, monday("12:10"));
    desk.count("leave", 1, monday("15:00"));
    desk.passUntil(monday("15:30"));
    const at = desk.toldAt.filter((told) => told.includes("deadline"));
    expect(at).toEqual(
      delivery === "off"
        ? []
        : ["Mon 12:10 deadline leave 1", "Mon 13:00 deadline leave 1", "Mon 15:00 deadline leave 1"],
    );
  }
});

test("deadlines - whatever is chosen, one that passes in front of the person is told then, except where it is off", () => {
  const step = fc.record({
    count: fc.integer({ min: 0, max: 4 }),
    due: fc.integer({ min: 1, max: 300 }),
    pass: fc.integer({ min: 1, max: 120 }),
  });
  const choice = fc.constantFrom<Delivery>("now", "batched", "urgent");
  fc.assert(
    fc.property(choice, fc.array(step, { minLength: 1, maxLength: 12 }), (delivery, steps) => {
      const desk = new Desk({}, { ...usual, delivery: { leave: delivery } }, monday("10:00"));
      for (const { count, due, pass } of steps) {
        const dueAt = desk.now + due * MINUTE;
        desk.count("leave", count, dueAt);
        const [from, until] = [desk.now, desk.now + pass * MINUTE];
        desk.passUntil(until);
        if (count === 0 || dueAt <= from || dueAt > until) continue;
        expect(
          desk.timeline.filter(({ at, decision }) => at === dueAt && rowsOf(decision).length > 0),
        ).toHaveLength(1);
      }
    }),
    { numRuns: times(100, 2_000) },
  );
});

test("batched - a week passes: once a time at most, whatever is switched", () => {
  const desk = new Desk({ mail: 1 }, { ...usual, ...batched }, monday("10:00"));
  for (let hour = 0; hour < 24 * 5; hour++) {
    desk.count("mail", 1 + (hour % 7));
    if (hour % 30 === 0) desk.prefer({ delivery: { mail: hour % 60 === 0 ? "urgent" : "batched" } });
    desk.pass(HOUR);
  }
  expect(desk.told.length).toBeLessThanOrEqual(5 * 3 + 2);
});
