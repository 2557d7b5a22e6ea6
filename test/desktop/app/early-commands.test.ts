import { expect, test } from "vitest";
import type { Command } from "../../../main/core/command.ts";
import { earlyCommands } from "../../../main/desktop/app/early-commands.ts";

const TOGGLE: Command = { kind: "toggle-board", by: "tray" };

test("early commands - the last one before somebody listens is told once, after the turn in which they begin to", async () => {
  const dropped: Command[] = [];
  const early = earlyCommands((command) => dropped.push(command));
  const told: Command[] = [];
  early.tell({ kind: "quit" });
  early.tell(TOGGLE);
  early.tell(TOGGLE);
  early.listen((command) => told.push(command));
  expect(told).toEqual([]); // the listener may not be complete yet
  await new Promise(setImmediate);
  expect(told).toEqual([TOGGLE]);
  early.tell(TOGGLE);
  expect(told).toEqual([TOGGLE, TOGGLE]);
  expect(dropped).toEqual([{ kind: "quit" }, TOGGLE]);
});

test("early commands - without one nothing is told", async () => {
  const early = earlyCommands();
  const told: Command[] = [];
  early.listen((command) => told.push(command));
  await new Promise(setImmediate);
  expect(told).toEqual([]);
});

test("early commands - a double click is one click", async () => {
  const early = earlyCommands();
  const told: Command[] = [];
  early.tell(TOGGLE);
  early.tell({ kind: "keep-board" });
  early.listen((command) => told.push(command));
  await new Promise(setImmediate);
  expect(told).toEqual([TOGGLE]);
});
