import * as v from "valibot";
import { expect, test } from "vitest";
import type { Decision } from "../../../main/core/attention/decision.ts";
import {
  type History,
  MAX_HISTORY,
  remember,
  rememberEvent,
  SavedHistory,
} from "../../../main/core/attention/history.ts";

const notice = { kind: "notice", service: "leave", count: 2, toldCount: 1 } as const;
const silent = (reason: "paused" | "collecting" | "nothing-new", service = "leave"): Decision => ({
  kind: "silent",
  service,
  reason,
});

test("history - the newest decision comes first", () => {
  const history = remember(remember([], [silent("paused")], 1), [notice], 2);
  expect(history).toEqual([
    { at: 2, decision: notice },
    { at: 1, decision: silent("paused") },
  ]);
});

test("history - what nobody would ask about is left out, and changes nothing", () => {
  const history: History = [{ at: 1, decision: notice }];
  expect(remember(history, [silent("collecting"), silent("nothing-new"), { kind: "withdraw-hint" }], 2)).toBe(
    history,
  );
});

test("history - the same silence again only renews its time", () => {
  let history: History = [];
  for (let at = 1; at <= 50; at++)
    history = remember(history, [silent("paused"), silent("paused", "card")], at);
  expect(history).toEqual([
    { at: 50, decision: silent("paused", "card") },
    { at: 50, decision: silent("paused") },
  ]);
});

test("history - keeps the last hundred", () => {
  let history: History = [];
  for (let at = 0; at < 250; at++) history = remember(history, [{ ...notice, count: at }], at);
  expect(history).toHaveLength(MAX_HISTORY);
  expect(history[0]?.at).toBe(249);
});

test("history - comes back from a file as it was; one that is not understood counts as empty", () => {
  const decided = remember([], [notice, silent("paused"), { kind: "hint" }], 5);
  const tested = rememberEvent(decided, { kind: "tested", fault: "locked" }, 6);
  const history = rememberEvent(tested, { kind: "tested", fault: null }, 7);
  expect(v.parse(SavedHistory, JSON.parse(JSON.stringify(history)))).toEqual(history);
  for (const bad of ["x", [{ at: "y" }], [{ at: 1, decision: { kind: "shout" } }], null]) {
    expect(v.parse(SavedHistory, bad)).toEqual([]);
  }
});

test("history - held deadlines and reminders are lines of their own, and are saved with the parts of a notice", () => {
  const silent = { kind: "silent", service: "mail", reason: "paused" } as const;
  const digest = {
    kind: "digest",
    occasion: "together",
    isUrgent: false,
    rows: [{ service: "mail", count: 2, toldCount: 1 }],
    parts: [
      { part: "reminder", count: 2 },
      { part: "news", count: 1 },
    ],
  } as const;
  const decisions = [
    silent,
    { ...silent, held: "deadline" },
    { ...silent, held: "reminder" },
    digest,
  ] as const;
  const history = remember([], decisions, 5);
  expect(history).toHaveLength(4);
  expect(v.parse(SavedHistory, JSON.parse(JSON.stringify(history)))).toEqual(history);
});
