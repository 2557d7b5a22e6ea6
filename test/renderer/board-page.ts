import { expect } from "vitest";
import type { BoardContract } from "../../main/desktop/windows/contracts/board.ts";
import type { Sent } from "../../main/desktop/windows/contracts/window.ts";
import type { BoardView } from "../../main/view/board.ts";
import { openWindowPage, type WindowPage } from "./window-page.ts";

/** The board's page, which also asks for a height. */
export interface BoardPage extends WindowPage<BoardContract> {
  /** The commands so far, oldest first, less those already taken and what it said of its height. */
  takeCommands(): Promise<Sent<BoardContract>[]>;
  /** Opens the page with a view, and waits until it is painted. */
  openAndSettle(drawn: BoardView): Promise<void>;
  /** The counts of the rows, in their order. */
  counts(): Promise<string[]>;
  /** The service, or the line of those without data, that has the focus. */
  focusedName(): Promise<string | null>;
  /** The height that it asked for last, in CSS pixels. */
  neededHeight(): Promise<number>;
  /** Zooms, and gives the window the size that the page asks for, as the app does. */
  fit(factor: number): Promise<void>;
}

const WIDTH = 380;

/** @throws when the page does not build, or no runtime or virtual desktop can be had */
export async function openBoardPage(): Promise<BoardPage> {
  const opened = await openWindowPage<BoardContract>({
    name: "board",
    size: { width: WIDTH, height: 500 },
  });
  let height = 0;
  let untaken: Sent<BoardContract>[] = [];
  const listen = async (): Promise<void> => {
    for (const command of await opened.takeCommands()) {
      if (command.kind === "drawn") height = command.height;
      else untaken.push(command);
    }
  };
  const neededHeight = async (): Promise<number> => {
    await listen();
    return height;
  };
  const takeCommands = async (): Promise<Sent<BoardContract>[]> => {
    await listen();
    const taken = untaken;
    untaken = [];
    return taken;
  };
  return {
    ...opened,
    neededHeight,
    takeCommands,
    async openAndSettle(drawn) {
      await opened.open(drawn);
      await expect.poll(takeCommands).toEqual([{ kind: "ready" }]);
    },
    counts: () => opened.page.locator(".row-count").allInnerTexts(),
    focusedName: () =>
      opened.page.evaluate(
        "document.activeElement?.querySelector('.row-name, .folded-text')?.textContent ?? null",
      ),
    async fit(factor) {
      const sized = async (wanted: number): Promise<void> => {
        await opened.zoom(factor);
        await opened.resize(Math.round(WIDTH * factor), Math.round(wanted * factor));
      };
      await sized(600);
      await opened.page.waitForFunction(`devicePixelRatio === ${factor} && innerWidth === ${WIDTH}`);
      await sized(Math.min(Math.max(260, Math.ceil(await neededHeight())), 640));
    },
  };
}
