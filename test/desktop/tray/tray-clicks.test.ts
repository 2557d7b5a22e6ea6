import { EventEmitter } from "node:events";
import type { Menu, Tray } from "electron";
import { expect, test } from "vitest";
import type { Command } from "../../../main/core/command.ts";
import { followClicks } from "../../../main/desktop/tray/tray-clicks.ts";

/** An icon as Electron has it: a context menu of its own opens by itself, on macOS on both buttons. */
class FakeTray extends EventEmitter {
  readonly #platform: NodeJS.Platform;
  #own: Menu | undefined;
  opened: unknown[] = [];

  constructor(platform: NodeJS.Platform) {
    super();
    this.#platform = platform;
  }

  setContextMenu(menu: Menu | null): void {
    this.#own = menu ?? undefined;
  }

  popUpContextMenu(menu?: Menu): void {
    this.opened.push(menu);
  }

  press(button: "left" | "right"): void {
    const opensByItself = button === "right" || this.#platform === "darwin";
    if (opensByItself && this.#own !== undefined) this.opened.push(this.#own);
    this.emit(button === "left" ? "click" : "right-click");
  }
}

const [first, second] = ["first", "second"] as unknown as [Menu, Menu];

for (const platform of ["win32", "linux", "darwin"] as const) {
  test(`tray clicks - on ${platform} the left button only calls, the right one only opens the menu of that moment`, () => {
    const tray = new FakeTray(platform);
    const commands: Command[] = [];
    const setMenu = followClicks(tray as unknown as Tray, platform, (command) => commands.push(command));
    const toggled = [{ kind: "toggle-board", by: "tray" }];
    setMenu(first);
    setMenu(second);
    tray.press("left");
    expect([commands, tray.opened]).toEqual([toggled, []]);
    tray.press("right");
    expect([commands, tray.opened]).toEqual([toggled, [second]]);
  });
}

test("tray clicks - the second press of a double click on Windows keeps what the first has opened", () => {
  const tray = new FakeTray("win32");
  const commands: Command["kind"][] = [];
  followClicks(tray as unknown as Tray, "win32", ({ kind }) => commands.push(kind));
  tray.press("left");
  tray.emit("double-click"); // Electron reports the second press only so
  expect(commands).toEqual(["toggle-board", "keep-board"]);
});

test("tray clicks - before there is a menu the right button opens none", () => {
  const tray = new FakeTray("darwin");
  followClicks(tray as unknown as Tray, "darwin", () => {});
  tray.press("right");
  expect(tray.opened).toEqual([]);
});
