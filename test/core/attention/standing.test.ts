import { expect, test } from "vitest";
import { Desk, HOUR, MINUTE, monday, SECOND } from "./desk.ts";

const there = { kind: "presence", presence: { isLocked: false, isPresenting: false } } as const;
const locked = { kind: "presence", presence: { isLocked: true, isPresenting: false } } as const;

/** What stands: a notice on the screen, a hint on the lock screen, a snooze, a deadline that was told. */

test("outside working hours - urgent news that comes in a burst is one notice", () => {
  const desk = new Desk({}, { onlyWorkingHours: true }, monday("20:00"));
  for (let count = 1; count <= 20; count += 1) {
    desk.count("visitor", count, monday("21:00"));
    desk.pass(300);
  }
  desk.pass(MINUTE);
  expect(desk.toldAt).toHaveLength(1);
  expect(desk.told).toMatchObject([{ kind: "deadline", service: "visitor", count: 20 }]);
  desk.passUntil(monday("20:30"));
  expect(desk.toldAt).toHaveLength(1);
});

test("outside working hours - quiet news of the evening does not hurry the urgent, and a long burst is told after ten seconds", () => {
  const desk = new Desk({}, { onlyWorkingHours: true }, monday("20:00"));
  desk.count("mail", 1);
  desk.passUntil(monday("20:10"));
  for (let count = 1; count <= 24; count += 1) {
    desk.count("visitor", count, monday("21:00"));
    desk.pass(500);
  }
  desk.pass(MINUTE);
  expect(desk.told).toHaveLength(2);
  expect(desk.timeline.flatMap(({ at, decision }) => (decision.kind === "silent" ? [] : [at]))).toEqual([
    monday("20:10") + 10 * SECOND,
    monday("20:10") + 11.5 * SECOND + 2 * SECOND,
  ]);
});

test("outside working hours - what becomes urgent by itself is told at that moment", () => {
  const desk = new Desk({}, { onlyWorkingHours: true }, monday("19:00"));
  desk.count("visitor", 1, monday("22:00"));
  desk.passUntil(monday("20:01"));
  expect(desk.toldAt).toHaveLength(1);
});

test("outside working hours - an urgent notice that the lock took away comes again after the unlock, a quiet one does not", () => {
  const desk = new Desk({ visitor: 1, mail: 1 }, { onlyWorkingHours: true }, monday("17:00"));
  desk.count("visitor", 1, monday("23:00"));
  desk.passUntil(monday("21:05"));
  const before = desk.told.length;
  desk.input({ ...locked, onScreen: ["visitor", "mail"] });
  desk.pass(5 * MINUTE);
  desk.input(there);
  desk.pass(MINUTE);
  expect(desk.told.slice(before)).toMatchObject([{ rows: [{ service: "visitor" }] }]);
  expect([...desk.attention.covered]).toEqual(["mail"]);
});

test("outside working hours - without urgent notices nothing comes again after the unlock", () => {
  const urgentBreaksThrough = false;
  const desk = new Desk({ visitor: 1 }, { onlyWorkingHours: true, urgentBreaksThrough }, monday("21:00"));
  desk.count("visitor", 1, monday("22:00"));
  desk.input({ ...locked, onScreen: ["visitor"] });
  desk.input(there);
  desk.pass(MINUTE);
  expect(desk.told).toEqual([]);
});

test("a clock that was ahead - deadlines that it told are told again at their real times", () => {
  const desk = new Desk({ visitor: 1 }, {}, monday("10:00"));
  desk.count("visitor", 1, monday("15:00"));
  desk.pass(MINUTE);
  desk.now += 9 * HOUR;
  desk.input({ kind: "tick" });
  desk.pass(MINUTE);
  desk.now -= 9 * HOUR;
  desk.input({ kind: "tick" });
  const before = desk.told.length;
  desk.passUntil(monday("18:00"));
  expect(desk.told.slice(before)).toMatchObject([
    { kind: "deadline", stage: "hours" },
    { kind: "deadline", stage: "overdue" },
  ]);
});

test("a clock that was ahead - a number of late ones that the service has said stays told", () => {
  const desk = new Desk({ visitor: 2 }, {}, monday("10:00"));
  desk.count("visitor", 2, monday("15:00"), { overdue: 1 });
  desk.pass(MINUTE);
  const before = desk.told.length;
  desk.now += 3 * HOUR;
  desk.input({ kind: "tick" });
  desk.now -= 3 * HOUR;
  desk.input({ kind: "tick" });
  desk.pass(MINUTE);
  expect(desk.told).toHaveLength(before);
});

test("snooze - a deadline is told meanwhile, and does not end it", () => {
  const desk = new Desk({ visitor: 1 }, {}, monday("10:00"));
  desk.count("visitor", 1, monday("14:00", 1));
  desk.input({ kind: "snooze", services: ["visitor"], until: monday("09:00", 2) });
  desk.passUntil(monday("14:30"));
  expect(desk.told).toMatchObject([{ kind: "deadline", stage: "day" }]);
  desk.count("visitor", 2, monday("14:00", 1));
  desk.passUntil(monday("17:00"));
  expect(desk.told).toHaveLength(1);
  desk.passUntil(monday("09:01", 2));
  expect(desk.told.at(-1)).toMatchObject({ kind: "digest", occasion: "reminder" });
  expect(desk.attention.snoozed.size).toBe(0);
});

test("lock screen - the hint goes when nothing waits any more, and comes again for the next", () => {
  const desk = new Desk();
  desk.input(locked);
  desk.count("visitor", 3);
  desk.pass(MINUTE);
  desk.count("visitor", 0);
  desk.pass(MINUTE);
  const shown = () => desk.decisions.flatMap(({ kind }) => (/hint/.test(kind) ? [kind] : []));
  expect(shown()).toEqual(["hint", "withdraw-hint"]);
  desk.count("visitor", 2);
  desk.pass(MINUTE);
  desk.count("visitor", 1);
  desk.count("visitor", 2);
  desk.pass(MINUTE);
  expect(shown()).toEqual(["hint", "withdraw-hint", "hint", "hint"]);
  desk.input(there);
  expect(shown().at(-1)).toBe("withdraw-hint");
});

test("lock screen - a service that is not sure for a moment takes no hint away", () => {
  const desk = new Desk();
  desk.input(locked);
  desk.count("visitor", 3);
  desk.pass(MINUTE);
  desk.unsure.add("visitor");
  desk.input({ kind: "tick" });
  desk.unsure.clear();
  desk.input({ kind: "tick" });
  desk.pass(MINUTE);
  expect(desk.decisions.filter(({ kind }) => /hint/.test(kind))).toHaveLength(1);
});
