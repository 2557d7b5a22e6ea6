import { ipcMain, type WebContents } from "electron";
import * as v from "valibot";
import type { Log } from "../log/log.ts";
import type { IpcContract } from "./ipc-contract.ts";

/** The only file that touches `ipcMain`: the sender is checked first, then the arguments. */

const commandChannel: keyof IpcContract["toMain"] = "command";
const viewChannel: keyof IpcContract["toRenderer"] = "view";

/** A window whose page may ask for something. */
export interface Caller<Schema extends v.GenericSchema = v.GenericSchema> {
  /** Whether a sender is the window's own page. */
  readonly isPage: (sender: WebContents, url: string) => boolean;
  /** What it may ask for; anything else is refused. */
  readonly schema: Schema;
  readonly handle: (command: v.InferOutput<Schema>) => void;
}

/** The one door between the windows and the app. */
export interface Door {
  /** Lets a window in; returns the undo. */
  admit<Schema extends v.GenericSchema>(caller: Caller<Schema>): () => void;
  close(): void;
}

export function openDoor(log: Log): Door {
  const callers = new Set<Caller>();
  const listener = ({ senderFrame, sender }: Electron.IpcMainEvent, argument: unknown): void => {
    const caller =
      senderFrame !== null && senderFrame === sender.mainFrame
        ? [...callers].find(({ isPage }) => isPage(sender, senderFrame.url))
        : undefined;
    if (caller === undefined) {
      log.warn(`ipc refused: sender ${senderFrame?.url ?? "gone"}`);
      return;
    }
    const command = v.safeParse(caller.schema, argument);
    if (command.success) caller.handle(command.output);
    else log.warn(`ipc refused: ${command.issues[0].message}`);
  };
  ipcMain.on(commandChannel, listener);
  return {
    admit(caller) {
      callers.add(caller as unknown as Caller);
      return () => callers.delete(caller as unknown as Caller);
    },
    close: () => ipcMain.off(commandChannel, listener),
  };
}

/** Sends a window of ours what it is to draw. */
export function sendView(target: WebContents, view: unknown): void {
  target.send(viewChannel, view);
}
