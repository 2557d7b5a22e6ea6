import { expect, test } from "vitest";
import { readSpace } from "../../../main/admin/check/check-space.ts";
import { MOST_RETAINED_BYTES, STREAMS } from "../../../main/contract/streams.ts";

const NOW = Date.UTC(2026, 10, 28);
const settingsOf = (stream: string) => {
  const settings = STREAMS.find(({ name }) => name === stream);
  if (settings === undefined) throw new Error(stream);
  return settings;
};
const told = (stream: string, state: Partial<Parameters<typeof readSpace>[1]>) =>
  readSpace(
    settingsOf(stream),
    { messages: 1, bytes: 0, first_ts: new Date(NOW).toISOString(), ...state },
    NOW,
  );

test("check - a stream is told from four fifths on, and as a fault when it is nearly full", () => {
  const bytes = (part: number) => ({ bytes: part * MOST_RETAINED_BYTES });
  expect(told("APPROVALS", bytes(0.79))).toEqual([]);
  expect(told("APPROVALS", bytes(0.8))).toMatchObject([
    { level: "warning", code: "stream-filling", percent: 80 },
  ]);
  expect(told("APPROVALS", bytes(1.001))).toMatchObject([{ level: "bad", percent: 100 }]);
  expect(told("INTAKE", { bytes: 470 * 1024 ** 2 })).toMatchObject([{ code: "stream-filling", percent: 97 }]);
  expect(told("REFUSED", { bytes: 32 * 1024 ** 2 })).toEqual([]);
  expect(told("CATALOG", { bytes: 1e12 })).toEqual([]);
});

test("check - the service whose share of the intake is nearly used up is named", () => {
  const subjects = { "intake.hr-leave": 49_500, "intake.mail": 41_000, "intake.card": 100 };
  expect(told("INTAKE", { subjects })).toEqual([
    { level: "bad", code: "share-filling", stream: "INTAKE", service: "hr-leave", percent: 99 },
    { level: "warning", code: "share-filling", stream: "INTAKE", service: "mail", percent: 82 },
  ]);
});

test("check - an event that waits for half of the time after which it is lost is told", () => {
  const since = (days: number) => ({ first_ts: new Date(NOW - days * 86_400_000).toISOString() });
  expect(told("INTAKE", since(3.4))).toEqual([]);
  expect(told("INTAKE", since(3.6))).toEqual([{ level: "warning", code: "intake-old", days: 3.6, most: 7 }]);
  expect(told("INTAKE", { messages: 0, first_ts: "0001-01-01T00:00:00Z" })).toEqual([]);
  expect(told("APPROVALS", since(300))).toEqual([]);
});
