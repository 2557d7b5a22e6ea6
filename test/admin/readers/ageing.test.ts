import { expect, test } from "vitest";
import { ageingReport, NO_AGEING, withEvents } from "../../../main/admin/readers/ageing.ts";
import type { ReadEvent } from "../../../main/admin/readers/reading.ts";
import type { ApprovalEvent } from "../../../main/contract/event.ts";
import { eventOf } from "../../contract/events.ts";

const NOW = Date.UTC(2026, 10, 28);
const DAY = 86_400_000;

const kept = (revision: number, fields: Partial<ApprovalEvent>): ReadEvent => ({
  ...{ event: eventOf(fields), keptAt: NOW, revision, previous: 0 },
});

test("ageing - by service it says how long the oldest of each person waits, and names nobody", () => {
  const ageing = withEvents(NO_AGEING, [
    kept(1, { user: "a", count: 2, occurredAt: NOW - 2 * DAY }),
    kept(2, { user: "b", count: 3, occurredAt: NOW, oldestAt: NOW - 8 * DAY }),
    kept(3, { user: "c", count: 1, occurredAt: NOW - DAY / 2 }),
    kept(4, { user: "a", service: "mail", count: 5, occurredAt: NOW - 4 * DAY }),
    kept(5, { user: "d", count: 0 }),
  ]);
  const report = ageingReport(ageing, NOW);
  expect(report).toEqual([
    {
      ...{ service: "hr-leave", count: 6, people: 3, oldestHours: 192 },
      ...{ underDay: 1, oneToThreeDays: 1, threeToSevenDays: 0, overSevenDays: 1 },
    },
    {
      ...{ service: "mail", count: 5, people: 1, oldestHours: 96 },
      ...{ underDay: 0, oneToThreeDays: 0, threeToSevenDays: 1, overSevenDays: 0 },
    },
  ]);
});

test("ageing - a count that goes up and down waits since it was last 0", () => {
  let ageing = withEvents(NO_AGEING, [
    kept(1, { user: "a", count: 1, occurredAt: NOW - 5 * DAY }),
    kept(2, { user: "a", count: 4, occurredAt: NOW - 2 * DAY }),
  ]);
  expect(ageingReport(ageing, NOW)).toEqual([expect.objectContaining({ count: 4, oldestHours: 120 })]);
  ageing = withEvents(ageing, [
    kept(3, { user: "a", count: 0 }),
    kept(4, { user: "a", count: 1, occurredAt: NOW - DAY }),
  ]);
  expect(ageingReport(ageing, NOW)).toEqual([expect.objectContaining({ count: 1, oldestHours: 24 })]);
});

test("ageing - an event that is delivered twice changes nothing, also after others", () => {
  const events = [kept(1, { user: "a", count: 3 }), kept(2, { user: "a", count: 1 })];
  const ageing = withEvents(NO_AGEING, events);
  expect(withEvents(ageing, events)).toEqual(ageing);
  expect(withEvents(ageing, [])).toEqual(ageing);
});

test("ageing - ids that are names of every object are ids", () => {
  const ageing = withEvents(NO_AGEING, [kept(1, { user: "__proto__", service: "constructor", count: 1 })]);
  const saved = withEvents(JSON.parse(JSON.stringify(ageing)) as typeof ageing, []);
  expect(ageingReport(saved, NOW)).toEqual([expect.objectContaining({ service: "constructor", people: 1 })]);
});
