import { expect, test } from "vitest";
import { OUTAGE_TAG } from "../../../main/core/knowledge/outage.ts";
import { outageNotice } from "../../../main/view/outage-notice.ts";
import { monday } from "../attention/desk.ts";
import { seoul } from "../attention/seoul.ts";
import { KnowledgeRun, ofKind } from "./knowledge-run.ts";

const MINUTE = 60_000;
const lost = { kind: "signal", signal: { kind: "lost", cause: "disconnected" } } as const;
const late = { kind: "signal", signal: { kind: "lost", cause: "keeper-late" } } as const;
const back = [
  { kind: "signal", signal: { kind: "connected" } },
  { kind: "signal", signal: { kind: "synced" } },
] as const;

const told = (run: KnowledgeRun) => run.steps.flatMap((effects) => ofKind(effects, "tell-outage"));
const withdrawn = (run: KnowledgeRun) =>
  run.steps.flatMap((effects) => ofKind(effects, "withdraw")).filter(({ tag }) => tag === OUTAGE_TAG);

test("outage - after a quarter of an hour in working hours one quiet notice, taken away when the counts are current", () => {
  const run = new KnowledgeRun().sync().take(lost);
  run.pass(14 * MINUTE);
  expect(told(run)).toEqual([]);
  run.pass(4 * 60 * MINUTE);
  expect(told(run)).toMatchObject([{ cause: "disconnected" }]);
  run.take(...back);
  expect(withdrawn(run)).toHaveLength(1);
  run.pass(60 * MINUTE);
  expect(told(run)).toHaveLength(1);
});

test("outage - a keeper that is missing is one; another cause does not begin it anew", () => {
  const run = new KnowledgeRun().sync().take(late);
  run.pass(10 * MINUTE);
  run.take(lost);
  run.pass(6 * MINUTE);
  expect(told(run)).toHaveLength(1);
});

test("outage - a short one is not told, and takes nothing away", () => {
  const run = new KnowledgeRun().sync().take(lost);
  run.pass(10 * MINUTE);
  run.take(...back, lost);
  run.pass(10 * MINUTE);
  run.take(...back);
  run.pass(60 * MINUTE);
  expect(told(run)).toEqual([]);
  expect(withdrawn(run)).toEqual([]);
});

test("outage - a PC without any network is not told, and is once it has had one for a quarter of an hour", () => {
  const run = new KnowledgeRun().sync().take(lost);
  run.isOnline = false;
  run.pass(60 * MINUTE);
  expect(told(run)).toEqual([]);
  run.isOnline = true;
  run.pass(31 * MINUTE);
  expect(told(run)).toHaveLength(1);
});

test("outage - not in the evening; in the morning, if it lasts", () => {
  const run = new KnowledgeRun();
  run.now = monday("17:50");
  run.sync().take(lost);
  run.pass(15 * 60 * MINUTE); // until 08:50
  expect(told(run)).toEqual([]);
  run.pass(15 * MINUTE);
  expect(told(run)).toHaveLength(1);
});

test("outage - one that began while the clock was ahead is told a quarter of an hour after the clock is right", () => {
  const run = new KnowledgeRun().sync();
  run.now += 365 * 24 * 60 * MINUTE;
  run.take({ kind: "tick", isOnline: true }, lost);
  run.now = monday("10:30");
  run.take({ kind: "tick", isOnline: true }).pass(14 * MINUTE);
  expect(told(run)).toEqual([]);
  run.pass(2 * MINUTE);
  expect(told(run)).toHaveLength(1);
});

test("outage - not at once after a sleep, and not during a pause or on a locked screen", () => {
  const run = new KnowledgeRun().sync().take(lost);
  run.now += 3 * 60 * MINUTE;
  run.take({ kind: "tick", isOnline: true });
  expect(told(run)).toEqual([]);
  run.command({ kind: "pause", choice: "hour" });
  run.pass(30 * MINUTE);
  expect(told(run)).toEqual([]);
  run.command({ kind: "resume" });
  run.pass(31 * MINUTE);
  expect(told(run)).toHaveLength(1);
});

test("outage - the notice is quiet, and says since when", () => {
  const now = monday("14:20");
  const reader = { language: "ko", calendar: seoul } as const;
  expect(outageNotice("disconnected", monday("14:05"), reader, now)).toMatchObject({
    title: "결재 건수를 받지 못하고 있습니다",
    body: "15분 넘게 서버에 연결되지 않았습니다. 자동으로 다시 연결합니다.\n14:05 기준",
    isSilent: true,
    isUrgent: false,
    snoozes: [],
  });
  expect(outageNotice("keeper-late", null, reader, now).body).toContain("반영되지 않고");
});
