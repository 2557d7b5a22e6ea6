import { expect, test } from "vitest";
import { HINT_TAG } from "../../../main/core/knowledge/notices.ts";
import { Desk, HOUR, MINUTE, monday } from "./desk.ts";

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
  const desk = new Desk({ leave: 1, card: 1 }, { mutedServices: ["leave"] });
  desk.input({ kind: "snooze", services: ["card"], until: desk.now + HOUR });
  desk.count("leave", 2);
  desk.count("card", 2);
  desk.input({ kind: "seen", services: "all" });
  desk.input({ kind: "end-snooze", service: "card" });
  desk.prefer({ mutedServices: [] });
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
