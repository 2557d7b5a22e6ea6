import fc from "fast-check";
import { expect, test } from "vitest";
import { rowsOf } from "../../../main/core/attention/decision.ts";
import { timeOfDay } from "../../../main/core/attention/hours.ts";
import { times } from "../../sample.ts";
import { Desk, HOUR, MINUTE, monday } from "./desk.ts";
import { seoul } from "./seoul.ts";

const reminding = { remindAfter: 120 };

test("reminder - a count that stays is told again after the time of the person's choice, until it falls", () => {
  const desk = new Desk({}, reminding, monday("09:30"));
  desk.count("leave", 2);
  desk.passUntil(monday("15:00"));
  desk.count("leave", 0);
  desk.passUntil(monday("17:59"));
  expect(desk.toldAt).toEqual([
    "Mon 09:30 notice leave 2",
    "Mon 11:30 reminder leave 2",
    "Mon 13:30 reminder leave 2",
  ]);
});

test("reminder - in lunch it waits for the end of it", () => {
  const desk = new Desk({}, reminding, monday("10:30"));
  desk.count("leave", 2);
  desk.passUntil(monday("14:00"));
  expect(desk.toldAt.at(-1)).toBe("Mon 13:00 reminder leave 2");
});

test("reminder - after work it waits for the next morning of work, over a weekend as well", () => {
  const desk = new Desk({}, reminding, monday("17:00", 4)); // Friday
  desk.count("leave", 2);
  desk.passUntil(monday("10:00", 7));
  expect(desk.toldAt).toEqual(["Fri 17:00 notice leave 2", "Mon 09:00 reminder leave 2"]);
});

test("reminder - one for all services whose time has come, or comes within a quarter of an hour", () => {
  const desk = new Desk({}, reminding, monday("09:00"));
  desk.count("leave", 2);
  desk.pass(10 * MINUTE);
  desk.count("card", 1);
  desk.pass(20 * MINUTE);
  desk.count("mail", 9);
  desk.passUntil(monday("11:45"));
  expect(desk.toldAt.slice(3)).toEqual(["Mon 11:00 reminder leave 2, card 1", "Mon 11:30 reminder mail 9"]);
});

test("reminder - whoever has looked, or has approved some, is left alone for the whole time again", () => {
  const desk = new Desk({}, reminding, monday("09:00"));
  desk.count("leave", 3);
  desk.passUntil(monday("10:00"));
  desk.input({ kind: "seen", services: "all" });
  desk.passUntil(monday("11:30"));
  desk.count("leave", 2);
  desk.passUntil(monday("13:45"));
  expect(desk.toldAt).toEqual(["Mon 09:00 notice leave 3", "Mon 13:30 reminder leave 2"]);
});

test("reminder - nobody is reminded of counts that may be old, and everybody once they are fresh again", () => {
  const desk = new Desk({}, reminding, monday("09:00"));
  desk.count("leave", 3);
  desk.pass(MINUTE);
  desk.isFresh = false;
  desk.passUntil(monday("14:00"));
  expect(desk.told).toHaveLength(1);
  desk.isFresh = true;
  desk.input({ kind: "caught-up" });
  expect(desk.toldAt.at(-1)).toBe("Mon 14:00 reminder leave 3");
});

test("reminder - never, for somebody who wants none or never works", () => {
  for (const preferences of [{ remindAfter: null }, { remindAfter: 60, workingDays: [] }]) {
    const desk = new Desk({}, preferences, monday("09:00"));
    desk.count("leave", 3);
    desk.pass(80 * HOUR);
    expect(desk.told).toHaveLength(1);
  }
});

test("reminder - none during a pause; when it ends, at once", () => {
  const desk = new Desk({}, reminding, monday("09:00"));
  desk.count("leave", 3);
  desk.pass(MINUTE);
  desk.input({ kind: "pause", until: monday("15:00") });
  desk.passUntil(monday("15:30"));
  expect(desk.toldAt).toEqual(["Mon 09:00 notice leave 3", "Mon 15:00 reminder leave 3"]);
});

test("snooze - comes back by itself, even after work, with what has come meanwhile", () => {
  const desk = new Desk({}, {}, monday("17:30"));
  desk.count("leave", 3);
  desk.pass(MINUTE);
  desk.input({ kind: "snooze", services: ["leave"], until: monday("18:31") });
  desk.count("leave", 5);
  desk.count("card", 1);
  desk.passUntil(monday("20:00"));
  expect(desk.toldAt).toEqual([
    "Mon 17:30 notice leave 3",
    "Mon 17:31 notice card 1",
    "Mon 18:31 reminder leave 5",
  ]);
  expect(desk.silences).toContain("snoozed");
  expect(desk.attention.snoozed.size).toBe(0);
});

test("snooze - of what was approved meanwhile nothing is told, and its end is the end", () => {
  const desk = new Desk({ leave: 3 });
  desk.input({ kind: "snooze", services: ["leave"], until: desk.now + HOUR });
  desk.count("leave", 0);
  desk.pass(2 * HOUR);
  desk.count("leave", 1);
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 12:00 notice leave 1"]);
});

test("snooze - ended early, what came meanwhile is told", () => {
  const desk = new Desk({ leave: 3 });
  desk.input({ kind: "snooze", services: ["leave"], until: desk.now + 5 * HOUR });
  desk.count("leave", 4);
  desk.pass(HOUR);
  desk.input({ kind: "end-snooze", service: "leave" });
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 11:00 notice leave 4"]);
});

test("mute - nothing is told, never; what waits is told once it is heard again", () => {
  const desk = new Desk({ leave: 1 }, { ...reminding, delivery: { leave: "off" } });
  desk.count("leave", 4, desk.now + HOUR);
  desk.pass(5 * HOUR);
  expect(desk.told).toEqual([]);
  expect(desk.silences).toEqual(["muted"]);
  desk.prefer({ delivery: {} });
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 15:00 notice leave 4"]);
});

test("digest of the morning - everything that waits, once a working day, although it was told before", () => {
  const desk = new Desk({ leave: 2, card: 0 }, { morningDigest: true }, monday("08:00", 4)); // Friday
  desk.input({ kind: "tick" });
  desk.count("mail", 1);
  desk.passUntil(monday("10:00", 8)); // Tuesday
  expect(desk.toldAt).toEqual([
    "Fri 08:00 notice mail 1",
    "Fri 09:00 morning leave 2, mail 1",
    "Mon 09:00 morning leave 2, mail 1",
    "Tue 09:00 morning leave 2, mail 1",
  ]);
});

test("digest of the morning - of a PC that is switched on later, and in place of what rose while it was off", () => {
  const desk = new Desk({ leave: 2 }, { morningDigest: true }, monday("09:40"));
  desk.isFresh = false;
  desk.input({ kind: "catching-up" });
  desk.count("leave", 4);
  desk.isFresh = true;
  desk.input({ kind: "caught-up" });
  desk.pass(3 * HOUR);
  expect(desk.toldAt).toEqual(["Mon 09:40 morning leave 4"]);
});

test("digest of the morning - one that only repeats what was told or seen within the hour is left out, and the history says so", () => {
  const desk = new Desk({ leave: 2 }, { morningDigest: true }, monday("07:50"));
  desk.pass(20 * MINUTE);
  desk.input({ kind: "seen", services: ["leave"] }); // 08:10
  desk.count("mail", 1);
  desk.passUntil(monday("12:00"));
  expect(desk.toldAt).toEqual(["Mon 08:10 notice mail 1"]);
  expect(desk.silences).toEqual(["collecting", "told-lately", "told-lately"]);
  const other = new Desk({ leave: 2 }, { morningDigest: true }, monday("07:50"));
  other.pass(20 * MINUTE);
  other.count("mail", 1);
  other.passUntil(monday("12:00"));
  expect(other.toldAt).toEqual(["Mon 08:10 notice mail 1", "Mon 09:00 morning leave 2, mail 1"]);
});

test("digest of the morning - on a morning on which nothing waits, what comes later is plain news", () => {
  const desk = new Desk({}, { morningDigest: true }, monday("08:00"));
  desk.input({ kind: "tick" });
  desk.passUntil(monday("10:00"));
  desk.count("leave", 1);
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 10:00 notice leave 1"]);
});

test("digest before leaving - half an hour before work ends, when something waits", () => {
  const desk = new Desk({ leave: 2 }, { leavingDigest: true }, monday("16:00"));
  desk.input({ kind: "tick" });
  desk.passUntil(monday("23:00", 1));
  expect(desk.toldAt).toEqual(["Mon 17:30 leaving leave 2", "Tue 17:30 leaving leave 2"]);
});

test("deadline - told a day before, two hours before and when it has passed, as urgent, once each", () => {
  const dueAt = monday("15:00", 2); // Wednesday
  const desk = new Desk({}, {}, monday("10:00"));
  desk.count("leave", 2, dueAt);
  desk.passUntil(monday("18:00", 3));
  expect(
    desk.timeline.filter(({ decision }) => decision.kind === "deadline").map(({ decision }) => decision),
  ).toEqual([
    { kind: "deadline", stage: "day", service: "leave", count: 2, toldCount: 2, dueAt },
    { kind: "deadline", stage: "hours", service: "leave", count: 2, toldCount: 2, dueAt },
    { kind: "deadline", stage: "overdue", service: "leave", count: 2, toldCount: 2, dueAt },
  ]);
  expect(desk.toldAt).toEqual([
    "Mon 10:00 notice leave 2",
    "Tue 15:00 deadline leave 2",
    "Wed 13:00 deadline leave 2",
    "Wed 15:00 deadline leave 2",
  ]);
});

test("deadline - one that is near when the item is new is told with it, not beside it", () => {
  const desk = new Desk({}, {}, monday("10:00"));
  desk.count("leave", 1, monday("16:00"));
  desk.count("card", 1, monday("11:00"));
  desk.passUntil(monday("15:00"));
  expect(desk.toldAt).toEqual([
    "Mon 10:00 news card 1, leave 1",
    "Mon 11:00 deadline card 1",
    "Mon 14:00 deadline leave 1",
  ]);
  expect(desk.told[0]).toMatchObject({ kind: "digest", isUrgent: true }); // due in an hour
});

test("deadline - several at once are one digest", () => {
  const desk = new Desk({ leave: 1, card: 2 }, {}, monday("10:00"));
  for (const service of ["leave", "card"])
    desk.count(service, desk.counts.get(service)?.count ?? 0, monday("18:00", 2));
  desk.passUntil(monday("17:00", 2));
  expect(desk.toldAt).toEqual(["Tue 18:00 deadline leave 1, card 2", "Wed 16:00 deadline leave 1, card 2"]);
});

test("overdue - a deadline that passes is told at the moment, and is first and urgent in each digest and reminder", () => {
  const desk = new Desk({ leave: 4, mail: 9 }, { ...reminding, leavingDigest: true }, monday("09:30"));
  desk.count("visitor", 1, monday("10:31"));
  desk.passUntil(monday("17:45"));
  expect(desk.toldAt).toEqual([
    "Mon 09:30 notice visitor 1",
    "Mon 10:31 deadline visitor 1",
    "Mon 11:30 reminder leave 4, mail 9",
    "Mon 13:00 reminder visitor 1",
    "Mon 13:30 reminder leave 4, mail 9",
    "Mon 15:00 reminder visitor 1",
    "Mon 15:30 reminder leave 4, mail 9",
    "Mon 17:00 reminder visitor 1",
    "Mon 17:30 leaving visitor 1, leave 4, mail 9",
  ]);
  const urgent = desk.told.map((told) => told.kind === "digest" && told.isUrgent);
  expect(urgent).toEqual([false, false, false, true, false, true, false, true, true]);
});

test("overdue - a service that only counts what is late is told when that number rises, as urgent, and not for each event", () => {
  const desk = new Desk({ visitor: 3 }, { leavingDigest: true }, monday("10:00"));
  desk.count("visitor", 3, undefined, { overdue: 0 });
  desk.pass(10 * MINUTE);
  desk.count("visitor", 3, undefined, { overdue: 1 });
  desk.pass(10 * MINUTE);
  desk.count("visitor", 3, undefined, { overdue: 1 });
  desk.pass(10 * MINUTE);
  desk.count("visitor", 3, undefined, { overdue: 2 });
  desk.pass(10 * MINUTE);
  desk.count("visitor", 2, undefined, { overdue: 1 }); // one of them was approved
  desk.passUntil(monday("18:00"));
  expect(desk.toldAt).toEqual([
    "Mon 10:10 deadline visitor 3",
    "Mon 10:30 deadline visitor 3",
    "Mon 17:30 leaving visitor 2",
  ]);
  expect(desk.told[0]).toMatchObject({ kind: "deadline", stage: "overdue", overdue: 1 });
  expect(desk.told[2]).toMatchObject({ isUrgent: true });
  desk.count("visitor", 2, undefined, { overdue: 2 });
  expect(desk.toldAt.at(-1)).toBe("Mon 18:00 deadline visitor 2");
});

test("overdue - the number of a service whose earliest deadline has passed before it is no second telling", () => {
  const desk = new Desk({ visitor: 3 }, {}, monday("10:00"));
  desk.count("visitor", 3, monday("10:31"));
  desk.passUntil(monday("10:40"));
  desk.count("visitor", 3, monday("10:31"), { overdue: 1 });
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 10:00 deadline visitor 3", "Mon 10:31 deadline visitor 3"]);
  desk.count("visitor", 3, monday("10:31"), { overdue: 2 });
  expect(desk.toldAt.at(-1)).toBe("Mon 10:41 deadline visitor 3");
});

test.each([
  ["fewer are late", undefined, [2, 1, 2], 2],
  ["none is late any more", undefined, [1, 0, 1], 2],
  ["none is late, and the deadline is far away", monday("15:00", 3), [1, 0, 1], 2],
  ["the number stays", undefined, [1, 1, 1], 1],
] as const)(
  "overdue - a number that rises again is told again, though nothing was approved: %s",
  (_what, dueAt, numbers, times) => {
    const desk = new Desk({ visitor: 3 }, {}, monday("10:00"));
    for (const overdue of numbers) {
      desk.count("visitor", 3, dueAt, { overdue });
      desk.pass(MINUTE);
    }
    expect(desk.told).toHaveLength(times);
  },
);

test("overdue - when none is late any more, the deadline that comes next is told at its own stages", () => {
  const desk = new Desk({ visitor: 3 }, {}, monday("10:00"));
  for (const overdue of [1, 0]) desk.count("visitor", 3, monday("15:00"), { overdue });
  desk.passUntil(monday("16:00"));
  expect(desk.toldAt).toEqual([
    "Mon 10:00 deadline visitor 3",
    "Mon 13:00 deadline visitor 3",
    "Mon 15:00 deadline visitor 3",
  ]);
});

test("overdue - a number breaks through the end of work, a snooze, and a service that is told only when urgent", () => {
  const desk = new Desk(
    { visitor: 3, card: 2 },
    { onlyWorkingHours: true, delivery: { card: "urgent" } },
    monday("19:00"),
  );
  desk.input({ kind: "snooze", services: ["visitor"], until: monday("09:00", 1) });
  desk.count("visitor", 3, undefined, { overdue: 1 });
  desk.pass(MINUTE);
  desk.count("card", 2, undefined, { overdue: 1 });
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 19:00 deadline visitor 3", "Mon 19:01 deadline card 2"]);
});

test("overdue - one that was over when it came is told with the news, as urgent, and not again for it", () => {
  const desk = new Desk({ leave: 1 }, {}, monday("10:00"));
  desk.count("visitor", 1, monday("09:31"));
  desk.count("leave", 2);
  desk.passUntil(monday("18:00"));
  expect(desk.toldAt).toEqual(["Mon 10:00 news visitor 1, leave 2"]);
  expect(desk.told).toMatchObject([{ isUrgent: true }]);
});

test("facts - a notice says what the service says: what is due on the day of the event, and since when", () => {
  const desk = new Desk({}, {}, monday("10:00"));
  const facts = { oldestAt: monday("09:00", -3), dueToday: 3, overdue: 1 };
  desk.count("leave", 8, undefined, facts);
  desk.passUntil(monday("10:00", 1));
  desk.count("leave", 8, undefined, facts);
  desk.counts.set("mail", { count: 1, occurredAt: monday("10:00"), dueToday: 1 }); // of yesterday
  desk.input({ kind: "count", service: "mail" });
  desk.pass(MINUTE);
  expect(desk.told).toEqual([
    { kind: "notice", service: "leave", count: 8, toldCount: 0, ...facts },
    { kind: "notice", service: "mail", count: 1, toldCount: 0 },
  ]);
});

test("deadline - whoever approves one after the other is not told of each that is due next", () => {
  const desk = new Desk({}, {}, monday("10:00"));
  desk.count("leave", 5, monday("16:00"));
  desk.passUntil(monday("14:30"));
  for (const left of [4, 3, 2, 1]) desk.count("leave", left, monday(`16:${30 - 5 * left}`));
  desk.pass(HOUR);
  expect(desk.toldAt).toEqual(["Mon 10:00 notice leave 5", "Mon 14:00 deadline leave 5"]);
});

test("deadline - of what is left after an approval it is told when it comes nearer still", () => {
  const desk = new Desk({}, {}, monday("10:00"));
  desk.count("leave", 2, monday("12:00"));
  desk.pass(MINUTE);
  desk.count("leave", 1, monday("09:30", 1));
  desk.passUntil(monday("12:00", 1));
  expect(desk.toldAt).toEqual([
    "Mon 10:00 notice leave 2",
    "Tue 07:30 deadline leave 1",
    "Tue 09:30 deadline leave 1",
  ]);
  const earlier = new Desk({ leave: 2 }, {}, monday("10:00"));
  earlier.count("leave", 2, monday("12:00"));
  earlier.count("leave", 1, monday("11:30")); // something else was approved
  expect(earlier.toldAt).toEqual(["Mon 10:00 deadline leave 2", "Mon 10:00 deadline leave 1"]);
});

test("together - a deadline, the morning, a reminder and news of one moment are one digest, what is due first", () => {
  const desk = new Desk({ leave: 1, card: 2 }, { ...reminding, morningDigest: true }, monday("08:30"));
  desk.count("card", 2, monday("11:00"));
  desk.pass(29 * MINUTE);
  desk.count("mail", 1);
  desk.input({ kind: "pause", until: monday("09:00") });
  desk.passUntil(monday("10:00"));
  expect(desk.toldAt).toEqual(["Mon 08:30 deadline card 2", "Mon 09:00 morning card 2, leave 1, mail 1"]);
  expect(desk.told.at(-1)).toMatchObject({ isUrgent: true });
});

test("together - reminders that are due and news that was held are one digest", () => {
  const desk = new Desk({ leave: 1, card: 2 }, reminding, monday("09:00"));
  desk.input({ kind: "pause", until: monday("12:00") });
  desk.count("mail", 4);
  desk.passUntil(monday("11:50"));
  desk.input({ kind: "resume" });
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 11:50 together leave 1, card 2, mail 4"]);
  expect(desk.told.at(-1)).toMatchObject({ isUrgent: false });
});

test("digest before leaving - whoever starts late gets it alone, not the morning's after it", () => {
  const desk = new Desk({ leave: 2 }, { leavingDigest: true, morningDigest: true }, monday("17:40"));
  desk.input({ kind: "tick" });
  desk.passUntil(monday("08:00", 1));
  expect(desk.toldAt).toEqual(["Mon 17:40 leaving leave 2"]);
});

test("deadline - another one is told anew, also one that is over; one of nothing that waits is not", () => {
  const desk = new Desk({ leave: 1 }, {}, monday("10:00"));
  desk.count("leave", 1, monday("11:00"));
  desk.pass(30 * MINUTE);
  desk.count("leave", 1, monday("12:00"));
  desk.passUntil(monday("13:00"));
  desk.count("leave", 1, monday("12:30"));
  desk.count("card", 0, monday("14:00"));
  desk.passUntil(monday("15:00"));
  expect(desk.toldAt).toEqual([
    "Mon 10:00 deadline leave 1",
    "Mon 10:30 deadline leave 1",
    "Mon 12:00 deadline leave 1",
    "Mon 13:00 deadline leave 1",
  ]);
});

test("overdue - whatever the count does, a deadline that passes in front of the person is told at the moment", () => {
  const step = fc.record({
    service: fc.constantFrom("a", "b"),
    count: fc.nat({ max: 3 }),
    due: fc.integer({ min: 1, max: 240 }),
    pass: fc.integer({ min: 1, max: 90 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      const desk = new Desk({}, {}, monday("10:00"));
      for (const { service: id, count, due, pass } of steps) {
        desk.count(id, count, desk.now + due * MINUTE);
        const standing = [...desk.counts];
        const [from, until] = [desk.now, desk.now + pass * MINUTE];
        desk.passUntil(until);
        for (const [over, { count: left, dueAt = 0 }] of standing) {
          if (left === 0 || dueAt <= from || dueAt > until) continue;
          const toldThen = desk.timeline.filter(({ at, decision }) => {
            return at === dueAt && rowsOf(decision).some(({ service: told }) => told === over);
          });
          expect(toldThen).toHaveLength(1);
        }
      }
    }),
    { numRuns: times(100, 2_000) },
  );
});

test("deadline - breaks through a snooze, waits for the end of a silence", () => {
  const desk = new Desk(
    { leave: 1, card: 1 },
    { quietHours: { from: "10:30", to: "12:00" } },
    monday("10:00"),
  );
  desk.input({ kind: "snooze", services: ["leave"], until: monday("18:00") });
  desk.count("leave", 1, monday("11:00"));
  desk.count("card", 1, monday("13:30"));
  desk.passUntil(monday("14:00"));
  expect(desk.toldAt).toEqual([
    "Mon 10:00 deadline leave 1",
    "Mon 10:00 deadline card 1",
    "Mon 12:00 deadline leave 1, card 1", // leave's has passed in the quiet hours
    "Mon 13:30 deadline card 1",
  ]);
});

test("attention - whatever happens in a week of work, nobody is spammed and nothing waits for ever untold", () => {
  const service = fc.constantFrom("a", "b", "c");
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("count" as const),
      service,
      count: fc.nat({ max: 5 }),
      due: fc.nat({ max: 40 }),
    }),
    fc.record({ kind: fc.constant("pass" as const), minutes: fc.nat({ max: 600 }) }),
    fc.record({ kind: fc.constant("snooze" as const), service, minutes: fc.nat({ max: 300 }) }),
    fc.record({ kind: fc.constant("pause" as const), minutes: fc.nat({ max: 300 }) }),
    fc.record({ kind: fc.constant("lock" as const), isLocked: fc.boolean(), isPresenting: fc.boolean() }),
    fc.record({ kind: fc.constant("fresh" as const), isFresh: fc.boolean() }),
    fc.record({ kind: fc.constant("seen" as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const desk = new Desk(
        {},
        {
          remindAfter: 120,
          leavingDigest: true,
          morningDigest: true,
          quietHours: { from: "20:00", to: "07:30" },
        },
      );
      for (const each of steps) {
        if (each.kind === "count")
          desk.count(each.service, each.count, each.due === 0 ? undefined : desk.now + each.due * HOUR);
        else if (each.kind === "pass") desk.pass(each.minutes * MINUTE);
        else if (each.kind === "snooze")
          desk.input({ kind: "snooze", services: [each.service], until: desk.now + each.minutes * MINUTE });
        else if (each.kind === "pause")
          desk.input({ kind: "pause", until: desk.now + each.minutes * MINUTE });
        else if (each.kind === "lock") desk.input({ kind: "presence", presence: each });
        else if (each.kind === "seen") desk.input({ kind: "seen", services: "all" });
        else {
          desk.isFresh = each.isFresh;
          desk.input(each.isFresh ? { kind: "caught-up" } : { kind: "tick" });
        }
      }
      desk.isFresh = true;
      desk.input({ kind: "presence", presence: { isLocked: false, isPresenting: false } });
      desk.input({ kind: "caught-up" });
      desk.pass(24 * HOUR);
      for (const [id, { count }] of desk.counts) expect(desk.attention.told.get(id)?.count ?? 0).toBe(count);
      // Of nothing that does not wait, of no service twice in one notice, and never two notices at once.
      expect(desk.mostAtOnce).toBeLessThanOrEqual(1);
      for (const { decision } of desk.timeline) {
        const rows = rowsOf(decision);
        for (const { count } of rows) expect(count).toBeGreaterThan(0);
        expect(new Set(rows.map(({ service: id }) => id)).size).toBe(rows.length);
      }
      // What is overdue stands first, and is urgent.
      for (const { at, decision } of desk.timeline) {
        if (decision.kind !== "digest") continue;
        const isOver = decision.rows.map(({ dueAt = at + 1 }) => dueAt <= at);
        expect(isOver).toEqual(isOver.toSorted((a, b) => Number(b) - Number(a)));
        if (isOver.includes(true)) expect(decision.isUrgent).toBe(true);
      }
      const inQuiet = desk.timeline.filter(({ at, decision }) => {
        const time = timeOfDay(seoul, at);
        return rowsOf(decision).length > 0 && (time >= "20:00" || time < "07:30");
      });
      expect(inQuiet).toEqual([]);
    }),
    { numRuns: times(150, 5_000) },
  );
});
