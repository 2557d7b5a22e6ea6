import type { Command } from "../../core/command.ts";
import { type BoardOptions, type BoardPort, createBoardWindow } from "../windows/board-window.ts";
import { BoardCommand, type BoardContract } from "../windows/contracts/board.ts";
import type { Door } from "../windows/ipc.ts";
import { createOpenings } from "../windows/openings.ts";
import { createRefusals } from "./refusals.ts";

/** The board window and the commands that its page may send. Opening of services is limited (see `createOpenings`). */
export function createBoard(
  options: BoardOptions,
  door: Door,
  command: (command: Command) => void,
): BoardPort {
  const { clock, log } = options;
  const board = createBoardWindow(options);
  const openings = createOpenings(clock);
  const refusals = createRefusals(clock, (line) => log.warn(line));
  const leave = door.admit<BoardContract>({
    isPage: board.isPage,
    schema: BoardCommand,
    handle(wanted) {
      if (wanted.kind === "begun") board.begun();
      else if (wanted.kind === "ready") board.painted();
      else if (wanted.kind === "drawn") board.drawn(wanted.height);
      else if (wanted.kind === "close") board.close();
      else if (wanted.kind === "open-service" && !openings.mayOpen())
        refusals.add("openings of the board", "the board's request refused: too many pages in a second");
      else command(wanted);
    },
  });
  return {
    ...board,
    dispose() {
      leave();
      openings.forget();
      refusals.stop();
      board.dispose();
    },
  };
}
