import { expect, test } from "vitest";
import { timeOfDay } from "../../../main/core/attention/hours.ts";
import { HINT_TAG } from "../../../main/core/knowledge/living-notice.ts";
import { Desk, HOUR, MINUTE, monday } from "./desk.ts";
import { seoul } from "./seoul.ts";

const locked = { kind: "presence", presence: { isLocked: true, isPresenting: false } } as const;
const presenting = { kind: "presence", presence: { isLocked: false, isPresenting: true } } as const;
const there = { kind: "presence", presence: { isLocked: false, isPresenting: false } } as const;

test("quiet hours - held over midnight, and one digest when they end", () => {
  const desk = new Desk({ leave: 0 }, { quietHours: { from: "22:00", to: "07:00" } }, monday("21:59"));
  desk.input({ kind: "tick" });
  desk.pass(2 * MINUTE);
  desk.count("leave", 1);
  desk.pass(3 * HOUR);
  desk.count("card", 2);
  desk.passUntil(monday("09:00", 1));
  expect(desk.silences).toEqual(["quiet-hours", "quiet-hours"]);
  expect(desk.toldAt).toEqual(["Tue 07:00 while-quiet leave 1, card 2"]);
});

test("quiet hours - what was collected when they begin waits for their end", () => {
  const desk = new Desk({}, { quietHours: { from: "22:00", to: "07:00" } }, monday("22:00") - 500);
  desk.count("leave", 1);
  desk.count("card", 1);
  desk.passUntil(monday("08:00", 1));
  expect(desk.toldAt).toEqual(["Tue 07:00 while-quiet leave 1, card 1"]);
});

test("presenting - nothing is told until it ends, then one digest", () => {
  const desk = new Desk();
  desk.input(presenting);
  desk.count("leave", 1);
  desk.count("card", 1);
  desk.pass(HOUR);
  expect(desk.told).toEqual([]);
  desk.input(there);
  expect(desk.toldAt).toEqual(["Mon 11:00 while-presenting leave 1, card 1"]);
});

test("lock screen - told once that something waits and again when more does, without a name; unlocked, one digest", () => {
  const desk = new Desk({ leave: 1 });
  desk.input(locked);
  desk.count("leave", 2);
  desk.pass(MINUTE);
  expect(desk.told).toEqual([{ kind: "hint" }]);
  desk.count("card", 1);
  desk.pass(MINUTE);
  desk.pass(HOUR);
  expect(desk.told).toEqual([{ kind: "hint" }, { kind: "hint" }]);
  desk.input(there);
  expect(desk.decisions).toContainEqual({ kind: "withdraw-hint" });
  expect(desk.toldAt.at(-1)).toBe("Mon 11:02 while-locked leave 2, card 1");
  expect(HINT_TAG).toBe("hint");
});

test("lock screen - whoever does not mind names is told as always, but reminded only when there", () => {
  const desk = new Desk({}, { hideNamesWhenLocked: false, remindAfter: 30 }, monday("09:00"));
  desk.input(locked);
  desk.count("leave", 2);
  desk.passUntil(monday("11:00"));
  expect(desk.toldAt).toEqual(["Mon 09:00 notice leave 2"]);
  desk.input(there);
  expect(desk.toldAt.at(-1)).toBe("Mon 11:00 reminder leave 2");
});

test("lock screen - what stood on the screen is taken off it, and comes again with what was held", () => {
  const desk = new Desk({}, {}, monday("09:00"));
  desk.count("leave", 2);
  desk.pass(MINUTE);
  desk.input({ ...locked, onScreen: ["leave"] });
  expect(desk.decisions.at(-1)).toEqual({ kind: "withdraw-all" });
  desk.count("card", 1);
  desk.pass(HOUR);
  desk.input(there);
  expect(desk.toldAt.slice(1)).toEqual(["Mon 09:01 hint", "Mon 10:01 together leave 2, card 1"]);
  desk.input(locked);
  desk.input(there);
  expect(desk.told).toHaveLength(3);
});

test("lock screen - what stood on the screen and was dealt with, or looked at, does not come again", () => {
  const desk = new Desk({ leave: 2, card: 1 });
  desk.input({ ...locked, onScreen: ["leave", "card"] });
  desk.count("leave", 0);
  desk.input({ kind: "seen", services: ["card"] });
  desk.input(there);
  expect(desk.told).toEqual([]);
});

test("lock screen - whoever does not mind names keeps what stands on the screen", () => {
  const desk = new Desk({ leave: 2 }, { hideNamesWhenLocked: false });
  desk.input({ ...locked, onScreen: ["leave"] });
  desk.input(there);
  expect(desk.decisions).toEqual([]);
});

test("silence - a pause inside of quiet hours ends, and the quiet goes on", () => {
  const desk = new Desk({}, { quietHours: { from: "10:00", to: "12:00" } }, monday("10:10"));
  desk.input({ kind: "pause", until: monday("11:00") });
  desk.count("leave", 1);
  desk.passUntil(monday("13:00"));
  expect(desk.toldAt).toEqual(["Mon 12:00 notice leave 1"]);
});

test("silence - a clock that is set back makes no pause and no snooze longer than it was meant", () => {
  const desk = new Desk({ leave: 1, card: 1 });
  desk.input({ kind: "pause", until: desk.now + HOUR });
  desk.input({ kind: "snooze", services: ["leave"], until: desk.now + 2 * HOUR });
  desk.count("card", 2);
  desk.now = monday("10:00", -30);
  desk.input({ kind: "tick" });
  desk.pass(2 * HOUR);
  expect(desk.toldAt).toEqual(["Sat 11:00 notice card 2", "Sat 12:00 reminder leave 1"]);
});

test("seen - whoever looks is not told what stands there, and the history says why", () => {
  const desk = new Desk({ leave: 1 });
  desk.input({ kind: "pause", until: desk.now + HOUR });
  desk.count("leave", 2);
  desk.input({ kind: "seen", services: "all" });
  desk.pass(3 * HOUR);
  expect(desk.told).toEqual([]);
  expect(desk.silences).toEqual(["paused", "seen"]);
});

test("seen - of a muted or snoozed service as well: heard again, nothing is told that was seen", () => {
  const desk = new Desk({ leave: 1, card: 1 }, { delivery: { leave: "off" } });
  desk.input({ kind: "snooze", services: ["card"], until: desk.now + HOUR });
  desk.count("leave", 2);
  desk.count("card", 2);
  desk.input({ kind: "seen", services: "all" });
  desk.input({ kind: "end-snooze", service: "card" });
  desk.prefer({ delivery: {} });
  desk.pass(MINUTE);
  expect(desk.told).toEqual([]);
});

test("seen - what is about to be told is told all the same", () => {
  const desk = new Desk({ leave: 1 });
  desk.count("leave", 2);
  desk.input({ kind: "seen", services: "all" });
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 10:00 notice leave 2"]);
});

test("watching - whoever looks at the board is told nothing, also no deadline, and the history says why", () => {
  const desk = new Desk({ leave: 1, card: 1 }, { remindAfter: 120 }, monday("10:00"));
  desk.isWatching = true;
  desk.count("leave", 2);
  desk.count("card", 1, monday("10:30"));
  desk.passUntil(monday("10:40"));
  expect(desk.told).toEqual([]);
  expect(desk.silences).toEqual(["collecting", "nothing-new", "seen", "seen", "seen"]);
  desk.isWatching = false;
  desk.passUntil(monday("12:00"));
  expect(desk.told).toEqual([]); // it was seen
  desk.count("leave", 3);
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 12:00 notice leave 3"]);
});

test("watching - a locked screen is not looked at", () => {
  const desk = new Desk({ leave: 1 }, { hideNamesWhenLocked: false });
  desk.isWatching = true;
  desk.input(locked);
  desk.count("leave", 2);
  desk.pass(MINUTE);
  expect(desk.toldAt).toEqual(["Mon 10:00 notice leave 2"]);
});

test("history - a deadline and a reminder that a silence holds back leave one line each, when they were due", () => {
  const desk = new Desk({ leave: 1, card: 1 }, { remindAfter: 120 }, monday("10:00"));
  desk.count("leave", 1, monday("15:00"));
  desk.input({ kind: "pause", until: monday("16:00") });
  desk.passUntil(monday("15:30"));
  const held = desk.timeline.flatMap(({ at, decision }) =>
    decision.kind === "silent" && decision.held !== undefined
      ? [`${timeOfDay(seoul, at)} ${decision.service} ${decision.held} ${decision.reason}`]
      : [],
  );
  expect(held).toEqual([
    "13:00 leave deadline paused", // two hours before; the reminders wait for the end of lunch
    "13:00 leave reminder paused",
    "13:00 card reminder paused",
    "15:00 leave deadline paused",
  ]);
  desk.passUntil(monday("16:30"));
  expect(desk.told.at(-1)).toMatchObject({
    kind: "digest",
    occasion: "together",
    parts: [
      { part: "deadline", count: 1 },
      { part: "reminder", count: 2 },
    ],
  });
});
