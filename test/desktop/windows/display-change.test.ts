import { EventEmitter } from "node:events";
import type { Screen } from "electron";
import { expect, test } from "vitest";
import { onDisplayChange } from "../../../main/desktop/windows/display-change.ts";

test("display change - a screen that comes, goes or changes is told, until it is undone", () => {
  const screen = new EventEmitter();
  let told = 0;
  const stop = onDisplayChange(screen as unknown as Screen, () => {
    told++;
  });
  for (const event of ["display-added", "display-removed", "display-metrics-changed"]) screen.emit(event);
  expect(told).toBe(3);
  stop();
  screen.emit("display-metrics-changed");
  expect([told, screen.eventNames()]).toEqual([3, []]);
});
