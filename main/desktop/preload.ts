import { contextBridge, ipcRenderer } from "electron";
import type { BoardView } from "../core/view/board.ts";
import type { AlrimiBridge, IpcContract } from "./ipc-contract.ts";

const viewChannel: keyof IpcContract["toRenderer"] = "board:view";
const commandChannel: keyof IpcContract["toMain"] = "board:command";

const bridge: AlrimiBridge = {
  onView(draw) {
    const listener = (_event: unknown, view: BoardView): void => draw(view);
    ipcRenderer.on(viewChannel, listener);
    return () => ipcRenderer.off(viewChannel, listener);
  },
  send: (command) => ipcRenderer.send(commandChannel, command),
};

contextBridge.exposeInMainWorld("alrimi", bridge);
