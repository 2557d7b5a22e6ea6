import { ipcMain, type WebContents } from "electron";
import * as v from "valibot";
import type { Log } from "../log/log.ts";
import type { CommandChannel, CommandSchema, Sent, ViewChannel, WindowContract } from "./contracts/window.ts";

/** Only this file uses `ipcMain`. It checks the sender first, then the arguments. */

const commandChannel: CommandChannel = "command";
const viewChannel: ViewChannel = "view";

/** A window whose page may send commands. */
export interface Caller<Contract extends WindowContract> {
  /** Whether a sender is the window's own page. */
  readonly isPage: (sender: WebContents, url: string) => boolean;
  /** Schema of its commands. Other messages are refused. */
  readonly schema: CommandSchema<Contract>;
  readonly handle: (command: Sent<Contract>) => void;
}

/** The single IPC channel from the windows to the app. */
export interface Door {
  /** Accepts the commands of a window. Returns the undo. */
  admit<Contract extends WindowContract>(caller: Caller<Contract>): () => void;
  close(): void;
}

interface Admitted {
  readonly isPage: (sender: WebContents, url: string) => boolean;
  /** Checks and handles a message from its page. */
  readonly take: (argument: unknown) => void;
}

/** Opens the door. Refused messages are logged. */
export function openDoor(log: Log): Door {
  const admitted = new Set<Admitted>();
  const listener = ({ senderFrame, sender }: Electron.IpcMainEvent, argument: unknown): void => {
    const caller =
      senderFrame !== null && senderFrame === sender.mainFrame
        ? [...admitted].find(({ isPage }) => isPage(sender, senderFrame.url))
        : undefined;
    if (caller === undefined) {
      log.warn(`ipc refused: sender ${senderFrame?.url ?? "gone"}`);
      return;
    }
    caller.take(argument);
  };
  ipcMain.on(commandChannel, listener);
  return {
    admit({ isPage, schema, handle }) {
      const caller: Admitted = {
        isPage,
        take(argument) {
          const command = v.safeParse(schema, argument);
          if (command.success) handle(command.output);
          else log.warn(`ipc refused: ${command.issues[0].message}`);
        },
      };
      admitted.add(caller);
      return () => admitted.delete(caller);
    },
    close: () => ipcMain.off(commandChannel, listener),
  };
}

/** Sends a window its view. */
export function sendView<Contract extends WindowContract = never>(
  target: WebContents,
  view: Contract["view"],
): void {
  target.send(viewChannel, view);
}
