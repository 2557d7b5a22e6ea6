import fc from "fast-check";
import { expect, test } from "vitest";
import { timeOfDay } from "../../../main/core/attention/hours.ts";
import { publicHolidays } from "../../../main/view/settings/public-holidays.ts";
import { times } from "../../sample.ts";
import { Desk, HOUR, MINUTE, monday } from "./desk.ts";
import { seoul } from "./seoul.ts";

const work = { onlyWorkingHours: true };

test("working time - what comes in the evening and at the weekend is one digest on the next working morning", () => {
  const desk = new Desk({}, work, monday("18:30", 4)); // Friday
  desk.count("leave", 2);
  desk.pass(20 * HOUR);
  desk.count("card", 1);
  desk.passUntil(monday("10:00", 7));
  expect(desk.silences).toEqual(["off-hours", "off-hours"]);
  expect(desk.toldAt).toEqual(["Mon 09:00 while-off leave 2, card 1"]);
});

test("working time - lunch belongs to it, and someone who never works is told at any time", () => {
  const desk = new Desk({}, work, monday("12:30"));
  desk.count("leave", 2);
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 12:30 notice leave 2"]);
  const never = new Desk({}, { ...work, workingDays: [] }, monday("22:00"));
  never.count("leave", 2);
  never.pass(MINUTE);
  expect(never.told).toHaveLength(1);
});

test("working time - a deadline that is near or over breaks through, if the person wants that; one of tomorrow does not", () => {
  for (const urgentBreaksThrough of [true, false]) {
    const desk = new Desk({ leave: 1 }, { ...work, urgentBreaksThrough }, monday("17:00"));
    desk.count("leave", 1, monday("20:30", 1)); // a day before: at 20:30
    desk.count("visitor", 1, monday("21:00"));
    desk.passUntil(monday("23:00"));
    desk.count("card", 2, monday("23:30"));
    desk.passUntil(monday("09:30", 1));
    expect(desk.toldAt).toEqual(
      urgentBreaksThrough
        ? [
            "Mon 17:00 notice visitor 1",
            "Mon 19:00 deadline visitor 1",
            "Mon 21:00 deadline visitor 1",
            "Mon 23:00 deadline card 2",
            "Mon 23:30 deadline card 2",
            "Tue 09:00 deadline leave 1",
          ]
        : ["Mon 17:00 notice visitor 1", "Tue 09:00 together visitor 1, card 2, leave 1"],
    );
  }
});

test("working time - a snooze that the person has chosen ends when it was to end", () => {
  const desk = new Desk({ leave: 1 }, work, monday("17:00"));
  desk.input({ kind: "snooze", services: ["leave"], until: monday("20:00") });
  desk.passUntil(monday("22:00"));
  expect(desk.toldAt).toEqual(["Mon 20:00 reminder leave 1"]);
});

test("holidays - nothing is told, reminded of or summed up on one, and it is no next working day", () => {
  const desk = new Desk(
    { leave: 1 },
    { ...work, remindAfter: 120, morningDigest: true, leavingDigest: true, holidays: ["2026-11-24"] },
    monday("16:30"),
  );
  desk.count("mail", 1);
  desk.passUntil(monday("23:59", 1));
  expect(desk.toldAt).toEqual(["Mon 16:30 morning leave 1, mail 1", "Mon 17:30 leaving leave 1, mail 1"]);
  desk.passUntil(monday("09:30", 2));
  expect(desk.toldAt.at(-1)).toMatch(/^Wed 09:00/);
});

test("holidays - those of Korea are known for this and the next year, and none of a year that is not known", () => {
  expect(publicHolidays(2026).get("2026-12-25")).toBe("기독탄신일");
  expect(publicHolidays(2026).has("2026-09-25")).toBe(true);
  expect(publicHolidays(2027).get("2027-02-09")).toContain("설날");
  expect(publicHolidays(1999).size).toBe(0);
});

test("quiet hours - by weekday: those of Friday reach into Saturday", () => {
  const desk = new Desk({}, { quietHours: { from: "22:00", to: "07:00" }, quietDays: [5] }, monday("23:00"));
  desk.count("leave", 1);
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 23:00 notice leave 1"]);
  desk.now = monday("06:00", 5); // Saturday
  desk.count("leave", 2);
  desk.pass(2 * HOUR);
  expect(desk.toldAt.at(-1)).toBe("Sat 07:00 notice leave 2");
});

test("working time - whatever comes in a week, nothing without a near deadline is told outside of it, and nothing is forgotten", () => {
  const step = fc.record({
    service: fc.constantFrom("a", "b"),
    count: fc.nat({ max: 5 }),
    pass: fc.integer({ min: 1, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const desk = new Desk({}, { ...work, remindAfter: 120, morningDigest: true, holidays: ["2026-11-25"] });
      for (const { service, count, pass } of steps) {
        desk.count(service, count);
        desk.pass(pass * MINUTE);
      }
      desk.pass(5 * 24 * HOUR);
      for (const { at, decision } of desk.timeline) {
        if (decision.kind === "silent" || decision.kind === "withdraw") continue;
        expect(timeOfDay(seoul, at) >= "09:00" && timeOfDay(seoul, at) < "18:00").toBe(true);
        expect([0, 6]).not.toContain(new Date(seoul.localTime(at)).getUTCDay());
        expect(new Date(seoul.localTime(at)).toISOString().slice(0, 10)).not.toBe("2026-11-25");
      }
      for (const [service, { count }] of desk.counts) {
        expect(desk.attention.told.get(service)?.count ?? 0).toBe(count);
      }
    }),
    { numRuns: times(40, 2_000) },
  );
});
