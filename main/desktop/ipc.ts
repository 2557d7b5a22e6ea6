import { ipcMain, type WebContents } from "electron";
import * as v from "valibot";
import type { BoardCommand, IpcContract } from "./ipc-contract.ts";
import type { Log } from "./log.ts";

/** The only file that touches `ipcMain`: the sender is checked first, then the arguments. */

const Command = v.variant("kind", [
  v.strictObject({ kind: v.literal("ready") }),
  v.strictObject({ kind: v.literal("open-service"), service: v.pipe(v.string(), v.maxLength(256)) }),
  v.strictObject({ kind: v.literal("resume") }),
  v.strictObject({ kind: v.literal("close") }),
]);

/**
 * @param isBoard whether a sender is the board's own page
 * @returns the undo
 */
export function onBoardCommand(
  isBoard: (sender: WebContents, url: string) => boolean,
  handle: (command: BoardCommand) => void,
  log: Log,
): () => void {
  const listener = (event: Electron.IpcMainEvent, argument: unknown): void => {
    const { senderFrame, sender } = event;
    if (senderFrame === null || senderFrame !== sender.mainFrame || !isBoard(sender, senderFrame.url)) {
      log.warn(`ipc refused: sender ${senderFrame?.url ?? "gone"}`);
      return;
    }
    const command = v.safeParse(Command, argument);
    if (!command.success) {
      log.warn(`ipc refused: ${command.issues[0].message}`);
      return;
    }
    handle(command.output);
  };
  const channel: keyof IpcContract["toMain"] = "board:command";
  ipcMain.on(channel, listener);
  return () => ipcMain.off(channel, listener);
}

/** Sends to a window of ours what the contract allows. */
export function sendTo<Channel extends keyof IpcContract["toRenderer"]>(
  target: WebContents,
  channel: Channel,
  message: IpcContract["toRenderer"][Channel],
): void {
  target.send(channel, message);
}
