import fc from "fast-check";
import { expect, test } from "vitest";
import type { ApprovalEvent } from "../../../main/contract/event.ts";
import { isWeekOver, type Week, weekAfter } from "../../../main/core/knowledge/weekly.ts";
import { boardView } from "../../../main/view/board.ts";
import { eventOf } from "../../contract/events.ts";
import { situationOf } from "../../view/situation.ts";
import { monday } from "../attention/desk.ts";
import { seoul } from "../attention/seoul.ts";
import { KnowledgeRun, live, messageOf } from "./knowledge-run.ts";

const HOUR = 3_600_000;

/** A week of one service's counts, each with its time. */
function weekOf(...counts: readonly (readonly [number, number, Partial<ApprovalEvent>?])[]): Week {
  let before = new Map<string, ApprovalEvent>();
  let week: Week | null = null;
  for (const [occurredAt, count, more] of counts) {
    const after = new Map([["hr-leave", eventOf({ count, occurredAt, ...more })]]);
    week = weekAfter(week, before, after, seoul, occurredAt);
    before = after;
  }
  if (week === null) throw new Error("no counts");
  return week;
}

test("week - what came, what was dealt with, and how long it waited, the oldest first", () => {
  const week = weekOf(
    [monday("09:00"), 0],
    [monday("10:00"), 2],
    [monday("11:00"), 3],
    [monday("13:00"), 1], // the two of ten o'clock waited three hours
    [monday("14:00"), 4],
  );
  expect(week.monday).toBe("2026-11-23");
  expect(week.services.get("hr-leave")).toEqual({
    came: 6,
    done: 2,
    waited: 6 * HOUR,
    longest: 3 * HOUR,
    waiting: [
      [monday("11:00"), 1],
      [monday("14:00"), 3],
    ],
  });
});

test("week - what waited at the beginning did not come, and its age is the service's word", () => {
  const week = weekOf([monday("09:00"), 3, { oldestAt: monday("09:00", -3) }], [monday("10:00"), 2]);
  expect(week.services.get("hr-leave")).toMatchObject({ came: 0, done: 1, longest: 73 * HOUR });
});

test("week - on Monday the numbers begin anew, and what waits goes on waiting", () => {
  const week = weekOf([monday("09:00"), 0], [monday("10:00", 4), 2], [monday("10:00", 7), 1]);
  expect(week.monday).toBe("2026-11-30");
  expect(week.services.get("hr-leave")).toMatchObject({ came: 0, done: 1, longest: 72 * HOUR });
});

test("week - whatever comes, what waits is the count, and all that came is dealt with or waits", () => {
  const counts = fc.array(fc.record({ count: fc.nat({ max: 400 }), wait: fc.nat({ max: 600 }) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(counts, (all) => {
      let now = monday("00:00");
      const week = weekOf(
        [now, 0],
        ...all.map(({ count, wait }): [number, number] => {
          now = Math.min(now + wait * 60_000, monday("23:59", 6));
          return [now, count];
        }),
      );
      const {
        came = 0,
        done = 0,
        waiting = [],
        longest = 0,
        waited = 0,
      } = week.services.get("hr-leave") ?? {};
      const left = waiting.reduce((sum, [, each]) => sum + each, 0);
      expect(left).toBe(all.at(-1)?.count);
      expect(came - done).toBe(left);
      expect(waiting.length).toBeLessThanOrEqual(100);
      expect(longest * done).toBeGreaterThanOrEqual(waited);
    }),
  );
});

test("week - is shown on Friday afternoon only, and counted only for someone who wants it", () => {
  expect(
    [monday("12:59", 4), monday("13:00", 4), monday("14:00", 5)].map((now) => isWeekOver(seoul, now)),
  ).toEqual([false, true, false]);
  const message = live(messageOf(eventOf({ count: 3, sequence: 7n })));
  expect(new KnowledgeRun().sync().take(message).state.week).toBeNull();
  const run = new KnowledgeRun({ weeklySummary: true }).sync().take(message);
  expect(run.state.week?.services.get("hr-leave")?.waiting).toHaveLength(1);
});

test("week - begins anew on Monday also where nothing comes", () => {
  const mail = (count: number, sequence: bigint) => live(messageOf(eventOf({ count, sequence })));
  const run = new KnowledgeRun({ weeklySummary: true }).sync().take(mail(0, 7n), mail(5, 8n), mail(0, 9n));
  expect(run.state.week?.services.get("hr-leave")).toMatchObject({ came: 5, done: 5 });
  run.now = monday("14:00", 11);
  run.take({ kind: "tick", isOnline: true });
  expect(run.state.week?.monday).toBe("2026-11-30");
  expect(run.state.week?.services.get("hr-leave")).toMatchObject({ came: 0, done: 0 });
});

test("week - the board names each service and the longest wait", () => {
  const week = weekOf([monday("09:00"), 0], [monday("10:00"), 12], [monday("13:00", 1), 2]);
  const view = boardView(
    situationOf({ week, catalog: [{ id: "hr-leave", name: { ko: "휴가·출장" } }] }),
    monday("15:00", 4),
  );
  expect(view.week).toEqual({
    title: "이번 주에 들어온 결재 12건",
    lines: ["휴가·출장 12건 · 평균 1일 3시간 대기", "가장 오래 기다린 결재: 휴가·출장 1일 3시간"],
  });
  expect(
    boardView(
      situationOf({ week, catalog: [{ id: "hr-leave", name: { ko: "휴가·출장" } }] }),
      monday("15:00", 3),
    ).week,
  ).toBeUndefined();
});
