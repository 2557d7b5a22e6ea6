import { boardView } from "../../view/board.ts";
import type { Situation } from "../../view/situation.ts";
import { trayView } from "../../view/tray.ts";
import type { HubPorts } from "./hub-ports.ts";

/** Draws the tray, and the windows that are open. */
export function draw(ports: HubPorts, situation: Situation): void {
  ports.tray.render(trayView(situation, ports.clock.now()));
  if (ports.board.isOpen()) drawBoard(ports, situation);
  ports.settings.refresh();
}

/** Sends the board its view. */
export function drawBoard({ board, clock }: HubPorts, situation: Situation): void {
  board.render(boardView(situation, clock.now()));
}
