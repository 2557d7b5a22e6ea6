import { expect, test } from "vitest";
import { factTexts } from "../../main/view/facts.ts";
import { noticeView } from "../../main/view/notice.ts";
import { seoul } from "../core/attention/seoul.ts";
import { now, situation } from "./situation.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

// The tests' present is Sunday, 22 November, 14:05.
test.each([
  ["nothing is known", { count: 8 }, "", ""],
  ["one is due", { count: 1, dueAt: now + 3 * HOUR }, "17:05까지", "due 17:05"],
  [
    "the earliest of several",
    { count: 8, dueAt: now + 3 * HOUR },
    "가장 빠른 기한 17:05",
    "earliest due 17:05",
  ],
  ["one is overdue", { count: 8, dueAt: now - 274 * 60_000 }, "기한 지남 09:31", "overdue since 09:31"],
  [
    "the service counts",
    { count: 8, dueAt: now + 3 * HOUR, dueToday: 3, oldestAt: now - 3 * DAY },
    "오늘 기한 3 · 가장 오래된 것 4일째",
    "3 due today · oldest waits 3 days",
  ],
  [
    "the service counts, and one is overdue",
    { count: 8, dueAt: now - 274 * 60_000, dueToday: 3, overdue: 1 },
    "기한 지남 09:31 · 오늘 기한 3",
    "overdue since 09:31 · 3 due today",
  ],
  ["the service counts only what is late", { count: 8, overdue: 2 }, "기한 지남 2", "2 overdue"],
  [
    "the service counts what is late, and its earliest deadline is of what comes",
    { count: 8, dueAt: now + 3 * HOUR, overdue: 2 },
    "기한 지남 2 · 가장 빠른 기한 17:05",
    "2 overdue · earliest due 17:05",
  ],
  [
    "the service counts, and one is due within two hours",
    { count: 8, dueAt: now + HOUR, dueToday: 3 },
    "가장 빠른 기한 15:05 · 오늘 기한 3",
    "earliest due 15:05 · 3 due today",
  ],
  [
    "none is due today",
    { count: 8, dueAt: now + 3 * HOUR, dueToday: 0 },
    "가장 빠른 기한 17:05",
    "earliest due 17:05",
  ],
  ["one waits for long", { count: 1, oldestAt: now - 3 * DAY }, "4일째", "waits 3 days"],
  ["the oldest is of yesterday", { count: 8, oldestAt: now - DAY }, "", ""],
] as const)("facts - %s", (_what, row, ko, en) => {
  expect(factTexts({ language: "ko", calendar: seoul }, row, now).join(" · ")).toBe(ko);
  expect(factTexts({ language: "en", calendar: seoul }, row, now).join(" · ")).toBe(en);
});

test("notice - of what a service only counts as late the number is said", () => {
  const view = noticeView(
    { kind: "deadline", stage: "overdue", service: "hr-leave", count: 8, toldCount: 8, overdue: 2 },
    situation(),
    now,
  );
  expect(view).toMatchObject({
    title: "휴가·출장: 기한이 지났습니다",
    body: "결재 대기 8건, 기한 지남 2",
    isUrgent: true,
  });
});

test("notice - a deadline that has passed says so, and since when", () => {
  const view = noticeView(
    { kind: "deadline", stage: "overdue", service: "hr-leave", count: 8, toldCount: 8, dueAt: now - HOUR },
    situation(),
    now,
  );
  expect(view).toMatchObject({
    title: "휴가·출장: 기한이 지났습니다",
    body: "결재 대기 8건, 기한 지남 13:05",
    isUrgent: true,
  });
});

test("notice - a row of a digest says what is due today and how old the oldest is", () => {
  const rows = [
    { service: "visitor", count: 1, toldCount: 1, dueAt: now - HOUR },
    {
      service: "hr-leave",
      count: 8,
      toldCount: 8,
      dueToday: 3,
      oldestAt: now - 3 * DAY,
      dueAt: now + 5 * HOUR,
    },
    { service: "mail", count: 2, toldCount: 2, dueAt: now + 5 * DAY },
  ];
  const view = noticeView({ kind: "digest", occasion: "morning", rows, isUrgent: true }, situation(), now);
  expect(view.body).toBe(
    "visitor 1 · 기한 지남 13:05\n휴가·출장 8 · 오늘 기한 3 · 가장 오래된 것 4일째\n메일 2",
  );
});
