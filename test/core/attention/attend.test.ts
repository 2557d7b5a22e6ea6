import fc from "fast-check";
import { expect, test } from "vitest";
import { COLLECT_AT_MOST, COLLECT_FOR } from "../../../main/core/attention/collecting.ts";
import { rowsOf } from "../../../main/core/attention/decision.ts";
import { Desk } from "./desk.ts";

test("attention - a rise is told once, with the service and the new count", () => {
  const desk = new Desk({ leave: 2 });
  desk.count("leave", 3);
  desk.pass(60_000);
  expect(desk.told).toEqual([{ kind: "notice", service: "leave", count: 3, toldCount: 2 }]);
});

test("attention - several rises within two seconds are one digest with a row each", () => {
  const desk = new Desk();
  desk.count("leave", 1);
  desk.pass(COLLECT_FOR - 1);
  desk.count("card", 2);
  desk.pass(60_000);
  expect(desk.told).toEqual([
    {
      kind: "digest",
      occasion: "news",
      isUrgent: false,
      rows: [
        { service: "leave", count: 1, toldCount: 0 },
        { service: "card", count: 2, toldCount: 0 },
      ],
    },
  ]);
});

test("attention - several rises of one service are one notice of the last count", () => {
  const desk = new Desk();
  for (let count = 1; count <= 50; count++) desk.count("leave", count);
  desk.pass(60_000);
  expect(desk.told).toEqual([{ kind: "notice", service: "leave", count: 50, toldCount: 0 }]);
});

test("attention - a burst that does not end is told all the same", () => {
  const desk = new Desk();
  const start = desk.now;
  let count = 0;
  while (desk.told.length === 0) {
    desk.count("leave", ++count);
    desk.pass(COLLECT_FOR / 2);
  }
  expect(desk.now - start).toBeLessThanOrEqual(COLLECT_AT_MOST + COLLECT_FOR);
});

test("attention - a fall is silent, and the next rise counts from there", () => {
  const desk = new Desk({ leave: 3 });
  desk.count("leave", 2);
  expect(desk.silences).toEqual(["fell-back"]);
  desk.count("leave", 3);
  desk.pass(60_000);
  expect(desk.told).toEqual([{ kind: "notice", service: "leave", count: 3, toldCount: 2 }]);
});

test("attention - a rise that falls back before it is told is not told", () => {
  const desk = new Desk({ leave: 3 });
  desk.count("leave", 4);
  desk.count("leave", 3);
  desk.pass(60_000);
  expect(desk.told).toEqual([]);
});

test("attention - a count that falls to 0 takes its notice away", () => {
  const desk = new Desk({ leave: 1 });
  desk.count("leave", 0);
  expect(desk.decisions).toEqual([{ kind: "withdraw", service: "leave", reason: "nothing-waits" }]);
});

test("attention - a service that leaves the catalog takes its notice away", () => {
  const desk = new Desk({ leave: 1 });
  desk.counts.delete("leave");
  desk.input({ kind: "removed", service: "leave" });
  expect(desk.decisions).toEqual([{ kind: "withdraw", service: "leave", reason: "removed" }]);
});

test("attention - what rose while away is one digest, as soon as everything is known", () => {
  const desk = new Desk({ leave: 1, card: 1 });
  desk.input({ kind: "catching-up" });
  desk.count("leave", 4);
  desk.pass(COLLECT_FOR * 2);
  desk.count("card", 2);
  expect(desk.told).toEqual([]);
  desk.input({ kind: "caught-up" });
  expect(desk.told).toEqual([
    {
      kind: "digest",
      occasion: "while-away",
      isUrgent: false,
      rows: [
        { service: "leave", count: 4, toldCount: 1 },
        { service: "card", count: 2, toldCount: 1 },
      ],
    },
  ]);
  desk.pass(60_000);
  expect(desk.told).toHaveLength(1);
});

test("attention - nothing new after a restart tells nothing, and later news is plain news", () => {
  const desk = new Desk({ leave: 4 });
  desk.input({ kind: "catching-up" });
  desk.count("leave", 4);
  desk.input({ kind: "caught-up" });
  expect(desk.told).toEqual([]);
  desk.count("leave", 5);
  desk.count("card", 1);
  desk.pass(60_000);
  expect(desk.told).toMatchObject([{ kind: "digest", occasion: "news" }]);
});

test("attention - a broker that answers only in part does not hold the rest back for ever", () => {
  const desk = new Desk();
  desk.input({ kind: "catching-up" });
  desk.count("leave", 1);
  desk.pass(COLLECT_AT_MOST);
  expect(desk.told).toMatchObject([{ kind: "notice", service: "leave" }]);
});

test("attention - what is only remembered of before a restart is no news until it is known to be so still", () => {
  const desk = new Desk({ leave: 1 });
  desk.counts.set("leave", { count: 4, occurredAt: desk.now }); // held back when the app was quit
  desk.isFresh = false;
  desk.input({ kind: "catching-up" });
  desk.pass(3_600_000);
  expect(desk.told).toEqual([]);
  desk.isFresh = true;
  desk.input({ kind: "caught-up" });
  expect(desk.toldAt).toEqual(["Mon 11:00 notice leave 4"]);
});

test("attention - what was held back in a silence is not told while the counts may be old", () => {
  const desk = new Desk();
  desk.input({ kind: "pause", until: desk.now + 3_600_000 });
  desk.count("leave", 3);
  desk.isFresh = false; // the connection was lost meanwhile
  desk.pass(7_200_000);
  expect(desk.told).toEqual([]);
  desk.count("leave", 0); // it was dealt with at home
  desk.isFresh = true;
  desk.input({ kind: "caught-up" });
  desk.pass(60_000);
  expect(desk.told).toEqual([]);
});

test("attention - what comes while everything is being read again is told all the same", () => {
  const desk = new Desk();
  desk.isFresh = false;
  desk.count("leave", 3);
  desk.pass(60_000);
  expect(desk.toldAt).toEqual(["Mon 10:00 notice leave 3"]);
});

test("attention - a pause holds back and says so; one digest when it ends", () => {
  const desk = new Desk();
  desk.input({ kind: "pause", until: desk.now + 3_600_000 });
  desk.count("leave", 1);
  desk.pass(60_000);
  desk.count("card", 1);
  desk.pass(3_000_000);
  expect(desk.told).toEqual([]);
  expect(desk.silences).toEqual(["paused", "paused"]);
  desk.pass(3_600_000);
  expect(desk.told).toMatchObject([{ kind: "digest", occasion: "while-paused", rows: [{}, {}] }]);
  expect(desk.attention.pause).toBeNull();
});

test("attention - resuming early tells what was held, soon", () => {
  const desk = new Desk();
  desk.input({ kind: "pause", until: desk.now + 3_600_000 });
  desk.count("leave", 1);
  desk.input({ kind: "resume" });
  desk.pass(COLLECT_FOR);
  expect(desk.told).toMatchObject([{ kind: "notice", service: "leave", count: 1 }]);
});

test("attention - what was approved during a pause is not told after it", () => {
  const desk = new Desk();
  desk.input({ kind: "pause", until: desk.now + 3_600_000 });
  desk.count("leave", 1);
  desk.count("leave", 0);
  desk.pass(7_200_000);
  expect(desk.told).toEqual([]);
});

test("attention - whatever happens, every rise that lasts is told, and no count twice", () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("count" as const),
      service: fc.constantFrom("a", "b", "c"),
      count: fc.nat({ max: 5 }),
    }),
    fc.record({ kind: fc.constant("pass" as const), time: fc.nat({ max: 15_000 }) }),
    fc.record({ kind: fc.constantFrom("catching-up" as const, "caught-up" as const, "resume" as const) }),
    fc.record({ kind: fc.constant("pause" as const), time: fc.nat({ max: 30_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const desk = new Desk();
      for (const each of steps) {
        if (each.kind === "count") desk.count(each.service, each.count);
        else if (each.kind === "pass") desk.pass(each.time);
        else if (each.kind === "pause") desk.input({ kind: "pause", until: desk.now + each.time });
        else desk.input({ kind: each.kind });
      }
      desk.pass(100_000);
      for (const [service, { count }] of desk.counts)
        expect(desk.attention.told.get(service)?.count ?? 0).toBe(count);
      for (const told of desk.told) {
        for (const row of rowsOf(told)) expect(row.count).toBeGreaterThan(row.toldCount);
      }
      expect(desk.wakeAt).toBeNull();
    }),
  );
});
