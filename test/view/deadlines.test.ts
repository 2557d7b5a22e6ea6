import { expect, test } from "vitest";
import type { ApprovalEvent } from "../../main/contract/event.ts";
import { deadlineText } from "../../main/view/deadlines.ts";
import { eventOf } from "../contract/events.ts";
import { seoul } from "../core/attention/seoul.ts";
import { now } from "./situation.ts";

const hour = 3_600_000;
const said = (...events: Partial<ApprovalEvent>[]): string | undefined =>
  deadlineText(
    events.map((fields) => ({
      count: fields.count,
      event: eventOf({ occurredAt: now - hour, ...fields }),
    })),
    { language: "ko", calendar: seoul },
    now,
  );

test.each<[string | undefined, Partial<ApprovalEvent>[]]>([
  [undefined, [{ count: 3 }]],
  [undefined, [{ count: 3, dueAt: now + 24 * hour }]],
  ["오늘 기한 1건", [{ count: 1, dueAt: now + hour }]],
  ["지난 기한 1건", [{ count: 1, dueAt: now - hour }]],
  ["오늘 기한 3건 · 지난 기한 1건", [{ count: 8, dueAt: now - hour, dueToday: 3, overdue: 1 }]],
  [
    "오늘 기한 4건",
    [
      { count: 8, dueToday: 3 },
      { count: 1, dueAt: now + hour },
    ],
  ],
  ["오늘 기한 1건 이상", [{ count: 5, dueAt: now + hour }]],
  ["지난 기한 1건 이상", [{ count: 5, dueAt: now - hour }]],
  // What a service counted yesterday as due today is not due today any more.
  [undefined, [{ count: 8, dueToday: 3, occurredAt: now - 24 * hour }]],
  [undefined, [{ count: 0, dueAt: now - hour, overdue: 0 }]],
])("deadlines - %s", (text, events) => {
  expect(said(...events)).toBe(text);
});
