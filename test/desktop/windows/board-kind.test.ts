import type { App } from "electron";
import { expect, test } from "vitest";
import { boardKind, leaveDock, showOverFullScreen } from "../../../main/desktop/windows/board-kind.ts";

test("board - it stands in no list of windows, in each system's own way", () => {
  expect(boardKind("linux")).toEqual({ type: "toolbar" });
  expect(boardKind("win32")).toEqual({ skipTaskbar: true });
  expect(boardKind("darwin")).toEqual({ skipTaskbar: true });
});

test("board - only on macOS it is set over full-screen apps, and the app stays out of the Dock by it", () => {
  const calls: unknown[][] = [];
  const board = { setVisibleOnAllWorkspaces: (...args: unknown[]) => calls.push(args) };
  for (const platform of ["linux", "win32", "darwin"] as const) showOverFullScreen(board, platform);
  expect(calls).toEqual([[true, { visibleOnFullScreen: true, skipTransformProcessType: true }]]);
});

test("dock - the app leaves it where there is one", () => {
  let hidden = 0;
  leaveDock({ dock: { hide: () => hidden++ } } as unknown as App);
  leaveDock({} as App);
  expect(hidden).toBe(1);
});
