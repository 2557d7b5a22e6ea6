import { expect, test } from "vitest";
import type { Command } from "../../../main/core/command.ts";
import { earlyClicks } from "../../../main/desktop/tray/early-clicks.ts";

const TOGGLE: Command = { kind: "toggle-board", by: "tray" };

test("early clicks - the last click before somebody listens is told once, after the turn in which they begin to", async () => {
  const clicks = earlyClicks();
  const told: Command[] = [];
  clicks.tell({ kind: "quit" });
  clicks.tell(TOGGLE);
  clicks.tell(TOGGLE);
  clicks.listen((command) => told.push(command));
  expect(told).toEqual([]); // who listens may not be complete yet
  await new Promise(setImmediate);
  expect(told).toEqual([TOGGLE]);
  clicks.tell(TOGGLE);
  expect(told).toEqual([TOGGLE, TOGGLE]);
});

test("early clicks - without one nothing is told", async () => {
  const clicks = earlyClicks();
  const told: Command[] = [];
  clicks.listen((command) => told.push(command));
  await new Promise(setImmediate);
  expect(told).toEqual([]);
});
